//! Units of amounts.

use super::{Lang, Text};
use serde::{Deserialize, Serialize};

/// What an amount counts: a currency of ISO 4217, percent, or a unit that the base declares.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Unit(Box<str>);

/// A written unit that is neither.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitError;

impl Unit {
    /// A unit from its code: `%`, an ISO 4217 code, or one that `declared` knows.
    ///
    /// # Errors
    /// [`UnitError`] when nobody knows it.
    pub fn new(code: &str, declared: impl Fn(&str) -> bool) -> Result<Self, UnitError> {
        let currency = iso_currency::Currency::from_code(code).is_some();
        if code == "%" || currency || declared(code) { Ok(Self(code.into())) } else { Err(UnitError) }
    }

    /// The code as written: `USD`, `%`, `jobs`.
    pub fn code(&self) -> &str {
        &self.0
    }

    /// The sign of a currency where one is commonly read without its country (`$`, `€`, `£`, `¥`), else its code;
    /// nothing for other units.
    pub fn currency_sign(&self) -> Option<&str> {
        match &*self.0 {
            "USD" => Some("$"),
            "EUR" => Some("€"),
            "GBP" => Some("£"),
            "JPY" => Some("¥"),
            code => iso_currency::Currency::from_code(code).map(|_| code),
        }
    }

    /// The words for the unit: the declared label in `lang`, else the code.
    pub fn label<'a>(&'a self, declared: Option<&'a Text>, lang: &Lang) -> &'a str {
        declared.map_or(&self.0, |text| text.get(lang))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_currencies_percent_and_declared_units() {
        let declared = |code: &str| code == "jobs";
        assert_eq!(Unit::new("USD", declared).unwrap().currency_sign(), Some("$"));
        assert_eq!(Unit::new("CHF", declared).unwrap().currency_sign(), Some("CHF"));
        assert_eq!(Unit::new("%", declared).unwrap().currency_sign(), None);
        assert!(Unit::new("jobs", declared).is_ok());
        assert_eq!(Unit::new("USDD", declared), Err(UnitError));
    }
}
