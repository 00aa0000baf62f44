//! What each row of the table sends. `<name>` stands for something of the stage.

/// The operation of the row `name`, as it stands within the braces.
pub(super) fn probe(name: &str) -> &'static str {
    let found = QUERIES
        .iter()
        .chain(SUBSCRIPTIONS)
        .chain(MUTATIONS)
        .chain(super::customers::PROBES)
        .chain(super::surveys::PROBES)
        .chain(super::kpi::PROBES)
        .chain(super::rectification::PROBES)
        .chain(super::evidence::PROBES)
        .chain(super::invitations::PROBES)
        .find(|(row, _)| *row == name);
    let (_, text) = found.unwrap_or_else(|| panic!("{name} has no operation in the probes"));
    text
}

const QUERIES: &[(&str, &str)] = &[
    (
        "node.Account",
        r#"node(id: "<account>") { ... on Account { username } }"#,
    ),
    (
        "node.Department",
        r#"node(id: "<FIN>") { ... on Department { code } }"#,
    ),
    (
        "node.Employee",
        r#"node(id: "<FIN2>") { ... on Employee { number } }"#,
    ),
    (
        "node.Questionnaire",
        r#"node(id: "<questionnaire>") { ... on Questionnaire { code } }"#,
    ),
    (
        "node.QuestionnaireVersion",
        r#"node(id: "<version>") { ... on QuestionnaireVersion { number } }"#,
    ),
    (
        "node.DelphiStudy",
        r#"node(id: "<study>") { ... on DelphiStudy { state } }"#,
    ),
    (
        "node.Cycle",
        r#"node(id: "<published>") { ... on Cycle { code } }"#,
    ),
    (
        "node.Cycle.draft",
        r#"node(id: "<draft>") { ... on Cycle { code } }"#,
    ),
    (
        "node.Assignment",
        r#"node(id: "<pending>") { ... on Assignment { state } }"#,
    ),
    (
        "node.Response",
        r#"node(id: "<response>") { ... on Response { answers { level } } }"#,
    ),
    (
        "node.Response.anonymous",
        r#"node(id: "<receipt>") { ... on Response { submittedAt } }"#,
    ),
    (
        "node.Score",
        r#"node(id: "<score>") { ... on Score { index } }"#,
    ),
    (
        "node.Score.unpublished",
        r#"node(id: "<unpublished>") { ... on Score { index } }"#,
    ),
    (
        "nodes",
        r#"nodes(ids: ["<score>", "<unpublished>"]) { ... on Score { index } }"#,
    ),
    (
        "signInOptions",
        "signInOptions { password providers { code name } }",
    ),
    ("viewer", "viewer { account { username } }"),
    (
        "viewer.sessions",
        "viewer { sessions { id address userAgent } }",
    ),
    (
        "viewer.secondFactor",
        "viewer { secondFactor { confirmedAt } }",
    ),
    (
        "viewer.assignments",
        "viewer { assignments(first: 5) { nodes { state } } }",
    ),
    (
        "viewer.inbox",
        "viewer { inbox(first: 5) { nodes { title } } }",
    ),
    ("accounts", "accounts(first: 5) { nodes { username } }"),
    ("company", "company { timeZone }"),
    ("departments", "departments(first: 5) { nodes { code } }"),
    ("department", r#"department(code: "FIN") { name }"#),
    (
        "department.scores",
        r#"department(code: "FIN") { scores(last: 5) { nodes { index } } latestScore { index } }"#,
    ),
    ("employees", "employees(first: 5) { nodes { number } }"),
    ("employee", r#"employee(number: "FIN2") { name }"#),
    (
        "employee.email",
        r#"employee(number: "FIN2") { email phone }"#,
    ),
    (
        "employee.account",
        r#"employee(number: "FIN2") { account { username } }"#,
    ),
    (
        "employee.externalIdentities",
        r#"employee(number: "HRC2") { externalIdentities { provider } }"#,
    ),
    (
        "questionnaires",
        "questionnaires(first: 5) { nodes { code } }",
    ),
    ("questionnaire", r#"questionnaire(code: "QV") { code }"#),
    (
        "instrumentLibrary",
        "instrumentLibrary { code dimensions { items { code } } }",
    ),
    (
        "delphiStudies",
        "delphiStudies(first: 5) { nodes { name groups { members { code } } } }",
    ),
    (
        "delphiStudies.experts",
        "delphiStudies(first: 5) { nodes { experts { employee { number } answered } } }",
    ),
    (
        "delphiStudies.mine",
        "delphiStudies(first: 5) { nodes { rounds { mine { weights { weight } } } } }",
    ),
    ("cycles", "cycles(first: 5) { nodes { code } }"),
    ("cycle", r#"cycle(code: "PUB") { name }"#),
    ("cycle.draft", r#"cycle(code: "DRF") { name }"#),
    (
        "cycle.matrix",
        r#"cycle(code: "PUB") { matrix { assessed { code } } }"#,
    ),
    (
        "cycle.progress",
        r#"cycle(code: "RUN") { progress { byDepartment { assigned } } }"#,
    ),
    (
        "cycle.outstanding",
        r#"cycle(code: "RUN") { outstanding(first: 5) { nodes { state } } }"#,
    ),
    (
        "cycle.assignments",
        r#"cycle(code: "RUN") { assignments(first: 5) { nodes { state } } }"#,
    ),
    (
        "cycle.response",
        r#"cycle(code: "PUB") { assignments(first: 5, departmentId: "<FIN>") { nodes { response { answers { level } } } } }"#,
    ),
    (
        "cycle.answerSheets",
        r#"cycle(code: "PUB") { answerSheets(first: 5, assessedId: "<FIN>") { nodes { answers { level } } } }"#,
    ),
    (
        "cycle.answerSheets.anonymous",
        r#"cycle(code: "ANO") { answerSheets(first: 5) { nodes { answers { level } } } }"#,
    ),
    (
        "cycle.scores",
        r#"cycle(code: "PUB") { scores(first: 5) { nodes { index } } }"#,
    ),
    (
        "cycle.scores.rank",
        r#"cycle(code: "PUB") { scores(first: 5) { nodes { rank } } }"#,
    ),
    (
        "cycle.scores.unpublished",
        r#"cycle(code: "UNP") { scores(first: 5) { nodes { index } } }"#,
    ),
    (
        "cycle.scores.comments",
        r#"cycle(code: "PUB") { scores(first: 5) { nodes { comments(first: 5) { nodes { text } } } } }"#,
    ),
    ("jobs", "jobs(first: 5) { nodes { kind } }"),
    ("jobCounts", "jobCounts { dead }"),
    (
        "auditEntries",
        "auditEntries(first: 5) { nodes { action } }",
    ),
    (
        "auditEntries.one",
        r#"auditEntries(first: 5, filter: { actorId: "<account>" }) { nodes { action } }"#,
    ),
    (
        "personalDataExport",
        r#"personalDataExport(employeeId: "<FIN2>")"#,
    ),
];

const SUBSCRIPTIONS: &[(&str, &str)] = &[
    (
        "cycleProgress",
        r#"cycleProgress(cycleId: "<published>") { code }"#,
    ),
    (
        "cycleProgress.draft",
        r#"cycleProgress(cycleId: "<draft>") { code }"#,
    ),
    (
        "cycleProgress.progress",
        r#"cycleProgress(cycleId: "<published>") { progress { byDepartment { department { code } } } }"#,
    ),
];

const MUTATIONS: &[(&str, &str)] = &[
    (
        "signIn",
        r#"signIn(username: "fin2", password: "<password>") { errors { code } }"#,
    ),
    (
        "sessionRefresh",
        r#"sessionRefresh(refreshToken: "<refresh>") { errors { code } }"#,
    ),
    ("signOut", "signOut { errors { code } }"),
    (
        "passwordChange",
        r#"passwordChange(currentPassword: "<password>", newPassword: "<password> again") { errors { code } }"#,
    ),
    (
        "accountCreate",
        r#"accountCreate(input: { username: "new", password: "<password>" }) { errors { code } }"#,
    ),
    (
        "accountDisable",
        r#"accountDisable(id: "<spare>") { errors { code } }"#,
    ),
    (
        "accountEnable",
        r#"accountEnable(id: "<spare>") { errors { code } }"#,
    ),
    (
        "grantGive",
        r#"grantGive(accountId: "<spare>", input: { role: AUDITOR }) { errors { code } }"#,
    ),
    (
        "grantRevoke",
        r#"grantRevoke(id: "<grant>") { errors { code } }"#,
    ),
    (
        "signInExternalBegin",
        "signInExternalBegin { errors { code } }",
    ),
    (
        "signInExternalFinish",
        r#"signInExternalFinish(input: { code: "a", state: "b", browserSecret: "c" }) { errors { code } }"#,
    ),
    (
        "signInSecondFactor",
        r#"signInSecondFactor(challenge: "unknown", code: "000000") { errors { code } }"#,
    ),
    (
        "secondFactorEnrol",
        r#"secondFactorEnrol(currentPassword: "<password>") { errors { code } }"#,
    ),
    (
        "secondFactorConfirm",
        r#"secondFactorConfirm(code: "no code") { errors { code } }"#,
    ),
    (
        "secondFactorRemove",
        r#"secondFactorRemove(currentPassword: "<password>") { errors { code } }"#,
    ),
    (
        "recoveryCodesRenew",
        r#"recoveryCodesRenew(currentPassword: "<password>") { errors { code } }"#,
    ),
    (
        "sessionRevoke",
        r#"sessionRevoke(id: "<session>") { errors { code } }"#,
    ),
    (
        "sessionRevokeOthers",
        "sessionRevokeOthers { errors { code } }",
    ),
    (
        "passwordReset",
        r#"passwordReset(token: "unknown", newPassword: "<password>") { errors { code } }"#,
    ),
    (
        "passwordResetIssue",
        r#"passwordResetIssue(accountId: "<spare>") { errors { code } }"#,
    ),
    (
        "accountEndSessions",
        r#"accountEndSessions(id: "<spare>") { errors { code } }"#,
    ),
    (
        "accountRemoveSecondFactor",
        r#"accountRemoveSecondFactor(id: "<spare>") { errors { code } }"#,
    ),
    ("jobRetry", r#"jobRetry(id: "<job>") { errors { code } }"#),
    (
        "departmentCreate",
        r#"departmentCreate(input: { code: "NEW", name: "新", kind: BRANCH }) { errors { code } }"#,
    ),
    (
        "departmentUpdate",
        r#"departmentUpdate(id: "<FIN>", input: { name: "财务部", kind: BRANCH }, expectedVersion: 2) { errors { code } }"#,
    ),
    (
        "serviceAccountCreate",
        r#"serviceAccountCreate(input: { username: "another" }) { errors { code } }"#,
    ),
    (
        "apiTokenIssue",
        r#"apiTokenIssue(input: { accountId: "<program>", name: "two", permissions: [CYCLE_READ], expiresOn: "2026-12-31" }) { errors { code } }"#,
    ),
    (
        "apiTokenRevoke",
        r#"apiTokenRevoke(id: "<token>") { errors { code } }"#,
    ),
    (
        "grantDelegate",
        r#"grantDelegate(input: { grantId: "<grant>", toEmployeeId: "<FIN2>", startsOn: "2026-12-01", endsOn: "2026-12-02" }) { errors { code } }"#,
    ),
    (
        "delegationEnd",
        r#"delegationEnd(id: "<delegation>") { errors { code } }"#,
    ),
    (
        "departmentSetHead",
        r#"departmentSetHead(id: "<FIN>", employeeId: "<FIN2>") { errors { code } }"#,
    ),
    (
        "employeeCreate",
        r#"employeeCreate(input: { number: "N1", name: "新", departmentId: "<PRD>" }) { errors { code } }"#,
    ),
    (
        "employeeUpdate",
        r#"employeeUpdate(id: "<HRC2>", input: { name: "改" }, expectedVersion: 1) { errors { code } }"#,
    ),
    (
        "postAdd",
        r#"postAdd(input: { employeeId: "<HRC2>", departmentId: "<PRD>", isMain: false, startsOn: "2026-05-01" }) { errors { code } }"#,
    ),
    (
        "postEnd",
        r#"postEnd(id: "<post>", endsOn: "2026-12-31") { errors { code } }"#,
    ),
    (
        "externalIdentityAdd",
        r#"externalIdentityAdd(input: { employeeId: "<HRC2>", provider: "wecom", subject: "two" }) { errors { code } }"#,
    ),
    (
        "employeeErase",
        r#"employeeErase(id: "<gone>", reason: "本人要求") { errors { code } }"#,
    ),
    (
        "externalIdentityRemove",
        r#"externalIdentityRemove(id: "<identity>") { errors { code } }"#,
    ),
    (
        "companyUpdate",
        r#"companyUpdate(input: { name: "公司", timeZone: "Asia/Shanghai", languages: ["zh"], fiscalYearStartMonth: 1 }, expectedVersion: 0) { errors { code } }"#,
    ),
    (
        "legalEntityCreate",
        r#"legalEntityCreate(input: { code: "L1", name: "公司" }) { errors { code } }"#,
    ),
    (
        "calendarDaySet",
        r#"calendarDaySet(input: { day: "2026-10-01", working: false, name: "国庆节" }) { errors { code } }"#,
    ),
    (
        "calendarDayClear",
        r#"calendarDayClear(day: "2026-05-01") { errors { code } }"#,
    ),
    (
        "questionnaireCreate",
        r#"questionnaireCreate(input: { code: "QN", name: "新", dimensions: [] }) { errors { code } }"#,
    ),
    (
        "questionnaireUpdate",
        r#"questionnaireUpdate(id: "<unfinished>", input: <content>, expectedVersion: 1) { errors { code } }"#,
    ),
    (
        "questionnaireInstall",
        r#"questionnaireInstall(instrument: "rater", code: "QI", language: "zh") { errors { code } }"#,
    ),
    (
        "questionnairePublish",
        r#"questionnairePublish(id: "<unfinished>") { errors { code } }"#,
    ),
    (
        "delphiStudyOpen",
        r#"delphiStudyOpen(input: { questionnaireId: "<unweighed>", expertIds: ["<FIN1>", "<FIN2>", "<HRC2>"], bound: 5 }) { errors { code } }"#,
    ),
    (
        "delphiWeightsGive",
        r#"delphiWeightsGive(id: "<study>", round: 1, groups: [{ dimension: "d", weights: [{ code: "a", weight: "12.5" }, { code: "b", weight: "87.5" }] }]) { errors { code } }"#,
    ),
    (
        "delphiRoundClose",
        r#"delphiRoundClose(id: "<study>") { errors { code } }"#,
    ),
    (
        "delphiStudyEnd",
        r#"delphiStudyEnd(id: "<study>", reason: "没有共识") { errors { code } }"#,
    ),
    (
        "delphiStudyApply",
        r#"delphiStudyApply(id: "<study>") { errors { code } }"#,
    ),
    (
        "cycleCreate",
        r#"cycleCreate(input: { code: "NEW", name: "新", period: { kind: MONTH, start: "2026-03-01", end: "2026-03-31" }, opensAt: "2026-04-07T00:00:00Z", closesAt: "2026-04-09T00:00:00Z" }) { errors { code } }"#,
    ),
    (
        "cycleUpdate",
        r#"cycleUpdate(id: "<draft>", input: { name: "改" }, expectedVersion: 1) { errors { code } }"#,
    ),
    (
        "cycleSetMatrix",
        r#"cycleSetMatrix(id: "<draft>", rows: []) { errors { code } }"#,
    ),
    (
        "cycleCopyMatrix",
        r#"cycleCopyMatrix(id: "<draft>", fromCycleId: "<running>") { errors { code } }"#,
    ),
    (
        "cycleCancel",
        r#"cycleCancel(id: "<draft>", reason: "不做了") { errors { code } }"#,
    ),
    (
        "cycleOpen",
        r#"cycleOpen(id: "<next>") { errors { code } }"#,
    ),
    (
        "cycleClose",
        r#"cycleClose(id: "<next>") { errors { code } }"#,
    ),
    (
        "cycleScore",
        r#"cycleScore(id: "<next>") { errors { code } }"#,
    ),
    (
        "cyclePublish",
        r#"cyclePublish(id: "<next>") { errors { code } }"#,
    ),
    (
        "cycleOpenRanking",
        r#"cycleOpenRanking(id: "<next>") { errors { code } }"#,
    ),
    (
        "cycleArchive",
        r#"cycleArchive(id: "<next>") { errors { code } }"#,
    ),
    (
        "assignmentRemind",
        r#"assignmentRemind(cycleId: "<running>") { errors { code } }"#,
    ),
    (
        "assignmentReassign",
        r#"assignmentReassign(id: "<absent>", employeeId: "<HRC2>", reason: "出差") { errors { code } }"#,
    ),
    (
        "assignmentReopen",
        r#"assignmentReopen(id: "<submitted>", reason: "打错了") { errors { code } }"#,
    ),
    (
        "draftSave",
        r#"draftSave(assignmentId: "<pending>", answers: [{ item: "timeliness", level: 4 }]) { errors { code } }"#,
    ),
    (
        "responseSubmit",
        r#"responseSubmit(assignmentId: "<pending>", answers: [{ item: "timeliness", level: 4 }], idempotencyKey: "one") { errors { code } }"#,
    ),
    (
        "scoreExplain",
        r#"scoreExplain(scoreId: "<score>", text: "换了系统") { errors { code } }"#,
    ),
];
