//! Units of amounts.

use super::{Lang, Text};
use serde::{Deserialize, Serialize};

/// The currency signs that are used without naming a country, with the ISO 4217 codes that they stand for.
pub const CURRENCY_SIGNS: [(&str, &str); 4] = [("$", "USD"), ("€", "EUR"), ("£", "GBP"), ("¥", "JPY")];

/// Whether a character is one of the [`CURRENCY_SIGNS`].
pub fn is_currency_sign(c: char) -> bool {
    CURRENCY_SIGNS.iter().any(|(sign, _)| sign.starts_with(c))
}

/// The unit of an amount: an ISO 4217 currency, percent, or a unit declared by the base.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Unit(Box<str>);

/// The unit is not a currency, percent or a declared unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownUnit;

impl Unit {
    /// Parses the code of a unit: `%`, an ISO 4217 code, or one for which `declared` returns `true`.
    ///
    /// # Errors
    /// [`UnknownUnit`] if the code is unknown.
    pub fn new(code: &str, declared: impl Fn(&str) -> bool) -> Result<Self, UnknownUnit> {
        let currency = iso_currency::Currency::from_code(code).is_some();
        if code == "%" || currency || declared(code) { Ok(Self(code.into())) } else { Err(UnknownUnit) }
    }

    /// The code as written: `USD`, `%`, `jobs`.
    pub fn code(&self) -> &str {
        &self.0
    }

    /// The symbol of a currency, if it is commonly used without naming a country (`$`, `€`, `£`, `¥`), or else its
    /// code; `None` for other units.
    pub fn currency_sign(&self) -> Option<&str> {
        let sign = CURRENCY_SIGNS.iter().find(|(_, code)| *code == self.code()).map(|(sign, _)| *sign);
        sign.or_else(|| iso_currency::Currency::from_code(self.code()).map(|_| self.code()))
    }

    /// The name of the unit: the declared label in `lang`, or else the code.
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
        assert_eq!(Unit::new("USDD", declared), Err(UnknownUnit));
    }
}
