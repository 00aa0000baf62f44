//! Closed sets of values that have one text in the database and in audit entries.

/// Declares an enum whose variants each have one text, and the way back.
#[macro_export]
macro_rules! closed_set {
    ($(#[$outer:meta])* $visibility:vis enum $name:ident { $($(#[$inner:meta])* $variant:ident = $text:literal,)+ }) => {
        $(#[$outer])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        $visibility enum $name {
            $($(#[$inner])* #[serde(rename = $text)] $variant,)+
        }

        impl $name {
            /// Every value of the set, in the order of their declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The text that stands for this value.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)+
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::kernel::enumeration::NotInSet;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text {
                    $($text => Ok(Self::$variant),)+
                    _ => Err($crate::kernel::enumeration::NotInSet { allowed: &[$($text),+] }),
                }
            }
        }
    };
}

/// A text that stands for no value of the set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotInSet {
    /// The texts that do.
    pub allowed: &'static [&'static str],
}

impl std::fmt::Display for NotInSet {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "one of {} is needed", self.allowed.join(", "))
    }
}

impl std::error::Error for NotInSet {}
