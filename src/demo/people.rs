//! Who works in the demo company, and how they sign in.

use crate::access::Role;
use crate::org::DepartmentKind;

/// Everybody's password in the demo company.
pub const PASSWORD: &str = "measure twice, cut once";

/// A department of the demo company: its head and four others.
pub(super) struct Staffed {
    pub(super) code: &'static str,
    pub(super) name: &'static str,
    pub(super) kind: DepartmentKind,
    /// The head first.
    pub(super) people: [&'static str; 5],
}

const fn headquarters(
    code: &'static str,
    name: &'static str,
    people: [&'static str; 5],
) -> Staffed {
    Staffed {
        code,
        name,
        kind: DepartmentKind::Headquarters,
        people,
    }
}

const fn business_center(
    code: &'static str,
    name: &'static str,
    people: [&'static str; 5],
) -> Staffed {
    Staffed {
        code,
        name,
        kind: DepartmentKind::BusinessCenter,
        people,
    }
}

/// The nine departments.
pub(super) const DEPARTMENTS: &[Staffed] = &[
    headquarters(
        "HRC",
        "行政人力资源中心",
        ["陈静", "林晓梅", "吴佳", "何志远", "罗丹"],
    ),
    headquarters(
        "FIN",
        "财务中心",
        ["周建国", "徐丽", "孙慧", "马骏", "朱敏"],
    ),
    headquarters("CSD", "客服部", ["黄燕", "胡蓉", "郭强", "高雪", "谢婷"]),
    headquarters("ITD", "信息部", ["赵磊", "韩冰", "唐凯", "冯宇", "于洋"]),
    headquarters("PLD", "企划部", ["董洁", "萧然", "程思", "曹阳", "袁媛"]),
    headquarters("END", "工程部", ["邓刚", "许涛", "傅伟", "沈斌", "曾勇"]),
    headquarters("PUR", "采购部", ["彭辉", "吕芳", "苏杰", "卢珊", "蒋平"]),
    business_center(
        "MKT",
        "营销中心",
        ["蔡明", "贾玲玲", "丁浩", "魏薇", "薛峰"],
    ),
    business_center("PRD", "生产中心", ["叶军", "阎松", "余波", "潘虎", "杜娟"]),
];

/// Accounts that belong to nobody of the nine departments.
pub(super) const OFFICERS: &[(&str, Role)] = &[
    ("admin", Role::Admin),
    ("exec1", Role::Executive),
    ("exec2", Role::Executive),
    ("auditor", Role::Auditor),
];

/// The account of a person: `fin.head`, `fin.1` … `fin.4`. The first two people of
/// the HR department besides its head are `hr1` and `hr2`.
pub(super) fn username(department: &str, position: usize) -> String {
    match (department, position) {
        ("HRC", 1) => "hr1".to_owned(),
        ("HRC", 2) => "hr2".to_owned(),
        (code, 0) => format!("{}.head", code.to_lowercase()),
        (code, position) => format!("{}.{position}", code.to_lowercase()),
    }
}

/// The role of a person beside EMPLOYEE, and whether it is for the department.
pub(super) fn role(department: &str, position: usize) -> Option<(Role, bool)> {
    match (department, position) {
        ("HRC", 1 | 2) => Some((Role::Hr, false)),
        (_, 0) => Some((Role::Manager, true)),
        _ => None,
    }
}

/// The number of an employee: `FIN-00` is the head.
pub(super) fn number(department: &str, position: usize) -> String {
    format!("{department}-{position:02}")
}

/// The number of the employee who is made first.
pub(super) fn first_number() -> String {
    DEPARTMENTS
        .first()
        .map(|staffed| number(staffed.code, 0))
        .unwrap_or_default()
}
