//! Parsers of option values.

/// Parses a duration of 1 to 3600 seconds: `8s` or `8`.
pub(super) fn parse_seconds(written: &str) -> Result<u64, String> {
    let number = written.strip_suffix('s').unwrap_or(written).parse().ok();
    number.filter(|n| (1..=3600).contains(n)).ok_or_else(|| "write seconds, such as 8s".to_owned())
}

/// Parses a size in columns and rows, each from 1 to 1000: `120x36`.
pub(super) fn parse_size(written: &str) -> Result<(u16, u16), String> {
    let (columns, rows) = written.split_once('x').ok_or("write columns and rows, such as 120x36")?;
    let number = |text: &str| text.parse().ok().filter(|n| (1..=1000).contains(n));
    number(columns).zip(number(rows)).ok_or_else(|| "each is a number from 1 to 1000".to_owned())
}

/// Parses a number of bytes: `500M`, `2G`, `65536`. K, M and G are powers of 1024.
pub(super) fn parse_bytes(written: &str) -> Result<u64, String> {
    let units = [("K", 10), ("M", 20), ("G", 30), ("", 0)];
    let parse_with_unit =
        |(unit, power): (&str, u32)| written.strip_suffix(unit)?.parse::<u64>().ok()?.checked_mul(1 << power);
    let size = units.into_iter().find_map(parse_with_unit);
    size.filter(|size| *size > 0).ok_or_else(|| "write a size, such as 500M or 2G".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parses_bytes_and_powers_of_1024() {
        assert_eq!(parse_bytes("65536"), Ok(65_536));
        assert_eq!(parse_bytes("64M"), Ok(64 << 20));
        assert_eq!(parse_bytes("2G"), Ok(2 << 30));
        for wrong in ["", "0", "M", "-1", "1.5G", "64 M", "99999999999G", "64MB"] {
            assert!(parse_bytes(wrong).is_err(), "{wrong}");
        }
    }
}
