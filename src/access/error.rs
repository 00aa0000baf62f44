//! What can be wrong with signing in and with accounts.

use crate::kernel::{Bilingual, ErrorCode, Failure, Problem};

/// Name and password do not belong together; the same for unknown names.
pub(super) fn invalid_credentials() -> Problem {
    Problem::new(
        ErrorCode::InvalidCredentials,
        "The name or the password is wrong.",
        "用户名或密码错误。",
    )
}

/// The new password is the old one.
pub(super) fn password_unchanged() -> Problem {
    Problem::new(
        ErrorCode::Invalid,
        "This is the present password; choose another one.",
        "新密码与当前密码相同，请另选一个。",
    )
}

/// The refresh token is unknown, used, or of a session that is over.
pub(super) fn session_ended() -> Problem {
    Problem::new(
        ErrorCode::SessionEnded,
        "The session is over. Sign in again.",
        "会话已结束，请重新登录。",
    )
}

/// The name cannot be given to an account.
pub(super) fn invalid_username() -> Problem {
    Problem::new(
        ErrorCode::Invalid,
        "A user name has at most 64 letters, digits, \".\", \"_\", \"-\" and \"@\".",
        "用户名最多 64 个字符，只能包含文字、数字、“.”、“_”、“-”和“@”。",
    )
}

/// The password is too easy to guess.
pub(super) fn password_too_short(least: usize) -> Problem {
    Problem::new(
        ErrorCode::Invalid,
        format!("A password has at least {least} characters."),
        format!("密码至少 {least} 个字符。"),
    )
}

/// The password is longer than what is hashed.
pub(super) fn password_too_long(most: usize) -> Problem {
    Problem::new(
        ErrorCode::TooLong,
        format!("A password has at most {most} bytes."),
        format!("密码最长 {most} 字节。"),
    )
}

/// The password has the user's own name in it.
pub(super) fn password_has_name() -> Problem {
    Problem::new(
        ErrorCode::Invalid,
        "A password must not contain the user name or the name of the person.",
        "密码不能包含用户名或本人姓名。",
    )
}

/// Many people have this password.
pub(super) fn password_common() -> Problem {
    Problem::new(
        ErrorCode::Invalid,
        "Many people have this password, so it is tried first. Several words that do not belong together are better.",
        "该密码过于常见，容易被猜中。建议使用几个互不相关的词。",
    )
}

/// The password is too short to stand alone.
pub(super) fn password_needs_second_factor() -> Problem {
    Problem::new(
        ErrorCode::InvalidState,
        "This password is too short without a second factor. Change it to one of at least 12 characters first.",
        "没有第二因素时该密码过短，请先改为至少 12 个字符的密码。",
    )
}

/// The link was used, has expired, or never was one.
pub(super) fn link_ended() -> Problem {
    Problem::new(
        ErrorCode::NotFound,
        "This link is not valid, or no longer. Ask an administrator for a new one.",
        "该链接无效或已失效，请联系管理员重新获取。",
    )
}

/// The account may not sign in.
pub(super) fn account_disabled() -> Problem {
    Problem::new(
        ErrorCode::InvalidState,
        "The account is disabled. Enable it first.",
        "该账号已停用，请先启用。",
    )
}

/// The code is not the one of the device, was accepted before, or is no unused
/// recovery code.
pub(super) fn wrong_code() -> Problem {
    Problem::new(
        ErrorCode::Invalid,
        "The code is wrong or was used already. Wait for the next one, or use a recovery code.",
        "验证码错误或已使用，请等待下一个验证码，或使用恢复码。",
    )
}

/// The second step of the sign-in came too late, or belongs to no first one.
pub(super) fn challenge_ended() -> Problem {
    Problem::new(
        ErrorCode::SessionEnded,
        "The sign-in has taken too long. Begin again with name and password.",
        "登录已超时，请重新输入用户名和密码。",
    )
}

/// Name and password are right, and that is not enough.
pub fn second_factor_required() -> Problem {
    Problem::new(
        ErrorCode::SecondFactorRequired,
        "Enter the code of your authenticator app, or a recovery code.",
        "请输入身份验证器中的验证码或恢复码。",
    )
}

/// The role needs a second factor, and the account has none.
pub(super) fn second_factor_missing() -> Failure {
    Failure::NotYet(Bilingual::new(
        "Your role needs a second factor. Set it up first, with secondFactorEnrol and secondFactorConfirm.",
        "您的角色必须启用第二因素。请先通过 secondFactorEnrol 和 secondFactorConfirm 完成设置。",
    ))
}

/// The way to the provider and back has taken too long, was gone already, or was begun
/// by another browser.
pub(super) fn external_sign_in_ended() -> Problem {
    Problem::new(
        ErrorCode::SessionEnded,
        "This sign-in has taken too long or was finished already. Begin again.",
        "本次登录已超时或已完成，请重新开始。",
    )
}

/// Somebody came back whom nobody here knows, or who may not come in; or what the
/// provider says cannot be believed.
pub(super) fn not_signed_in_externally() -> Problem {
    Problem::new(
        ErrorCode::InvalidCredentials,
        "You could not be signed in with your company account. Try again, or ask an administrator to connect it.",
        "无法使用公司账号登录。请重试，或联系管理员关联账号。",
    )
}

/// There is no provider to sign in at.
pub(super) fn no_external_sign_in() -> Problem {
    Problem::new(
        ErrorCode::InvalidState,
        "Company sign-on is not set up here. Sign in with name and password.",
        "未启用公司单点登录，请使用用户名和密码登录。",
    )
}

/// There is no second factor to do something with.
pub(super) fn no_second_factor() -> Problem {
    Problem::new(
        ErrorCode::InvalidState,
        "There is no second factor. One is set up with secondFactorEnrol.",
        "尚未启用第二因素，可通过 secondFactorEnrol 设置。",
    )
}

/// No secret was offered, or another one meanwhile.
pub(super) fn nothing_to_confirm() -> Problem {
    Problem::new(
        ErrorCode::InvalidState,
        "There is nothing to confirm. Begin with secondFactorEnrol.",
        "没有待确认的第二因素，请先执行 secondFactorEnrol。",
    )
}

/// Nobody would be left who can make accounts.
pub(super) fn last_administrator() -> Problem {
    Problem::new(
        ErrorCode::InvalidState,
        "This is the last active administrator. Make another one first.",
        "这是最后一个有效的管理员，请先设置另一位管理员。",
    )
}

/// The user name belongs to another account.
pub(super) fn username_taken() -> Problem {
    Problem::new(
        ErrorCode::Taken,
        "This user name is taken.",
        "用户名已被使用。",
    )
    .at(["input", "username"])
}

/// The employee has an account already.
pub(super) fn employee_has_account() -> Problem {
    Problem::new(
        ErrorCode::Taken,
        "This employee has an account already.",
        "该员工已有账号。",
    )
    .at(["input", "employeeId"])
}

/// There is no such employee.
pub(super) fn employee_not_found() -> Problem {
    Problem::not_found("employee", "员工").at(["input", "employeeId"])
}

/// There is no such account.
pub(super) fn account_not_found() -> Problem {
    Problem::not_found("account", "账号")
}

/// A manager manages some department.
pub(super) fn manager_needs_department() -> Problem {
    Problem::new(
        ErrorCode::Required,
        "MANAGER needs a department.",
        "MANAGER 角色必须指定部门。",
    )
}

/// The role reaches the whole company or nothing.
pub(super) fn role_takes_no_department() -> Problem {
    Problem::new(
        ErrorCode::Invalid,
        "This role is for the whole company and takes no department.",
        "该角色适用于全公司，不能指定部门。",
    )
}

/// Tokens are for programs.
pub(super) fn not_a_program() -> Problem {
    Problem::new(
        ErrorCode::Invalid,
        "API tokens belong to the account of a program; make one with serviceAccountCreate.",
        "API 令牌只能属于程序账号，请先用 serviceAccountCreate 创建。",
    )
}

/// A token permits something.
pub(super) fn no_permission() -> Problem {
    Problem::new(
        ErrorCode::Required,
        "A token needs at least one permission.",
        "令牌至少需要一项权限。",
    )
}

/// A token does not live for ever.
pub(super) fn token_period(most_days: i64) -> Problem {
    Problem::new(
        ErrorCode::OutOfRange,
        format!("A token ends today or later, and within {most_days} days."),
        format!("令牌的到期日须为今天或之后，且不超过 {most_days} 天。"),
    )
}

/// Programs act by the permissions of their tokens, people by roles.
pub(super) fn role_of_other_kind() -> Problem {
    Problem::new(
        ErrorCode::Invalid,
        "SERVICE is the role of programs, and the only one they have: their tokens say what they may do.",
        "SERVICE 是程序账号专用的角色，程序账号也只有这一角色，其权限由令牌决定。",
    )
}

/// A program has no password.
pub(super) fn program_without_password() -> Problem {
    Problem::new(
        ErrorCode::Invalid,
        "This account is a program's; it has no password and acts by its tokens.",
        "该账号属于程序，没有密码，只能使用令牌。",
    )
}

/// The account has the grant already.
pub(super) fn grant_repeated() -> Problem {
    Problem::new(
        ErrorCode::Duplicate,
        "The account has this role over this scope already, within the same period.",
        "该账号在同一范围、同一时段内已有此角色。",
    )
}

/// There are enough tokens.
pub(super) fn too_many_tokens(most: usize) -> Problem {
    Problem::new(
        ErrorCode::TooMany,
        format!("This account has {most} tokens already; revoke one first."),
        format!("该账号已有 {most} 个令牌，请先撤销一个。"),
    )
}

/// The grant is not one that can be lent.
pub(super) fn not_delegable() -> Problem {
    Problem::new(
        ErrorCode::Invalid,
        "Only HR, EXECUTIVE, MANAGER and AUDITOR can be delegated, and not what was delegated itself.",
        "只能委托 HR、EXECUTIVE、MANAGER 和 AUDITOR 角色，且不能转委托。",
    )
}

/// The same grant is lent to the same person already.
pub(super) fn delegation_repeated() -> Problem {
    Problem::new(
        ErrorCode::Duplicate,
        "This grant is lent to this person already, within the same period.",
        "该授权在同一时段内已委托给此人。",
    )
}

/// The period of a delegation.
pub(super) fn delegation_period(most_days: i64) -> Problem {
    Problem::new(
        ErrorCode::OutOfRange,
        format!(
            "A delegation starts today or later, lasts at most {most_days} days and ends with the grant."
        ),
        format!("委托须从今天或之后开始，最长 {most_days} 天，且不晚于原授权的结束日期。"),
    )
}

/// Whoever stands in needs an account, and is somebody else.
pub(super) fn no_stand_in() -> Problem {
    Problem::new(
        ErrorCode::Invalid,
        "Whoever stands in is another employee with an account that is not disabled.",
        "受托人须为其他员工，且其账号可用。",
    )
}

/// The period of a grant ends before it starts.
pub fn period_backwards() -> Problem {
    Problem::new(
        ErrorCode::Invalid,
        "The period ends before it starts.",
        "结束日期早于开始日期。",
    )
}
