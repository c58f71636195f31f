//! Which addresses are never asked, because they lie in the network of whoever runs the check: a pull request by
//! anybody must not make a job talk to its neighbours or to the metadata service of its cloud.
//!
//! Names are looked at before the look-up, for a proxy may do the look-up out of our sight; numbers after it, and on
//! each redirect. The special ranges are those of the IANA registries of special-purpose addresses (RFC 6890).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use url::{Host, Url};

/// Why an address may not be asked; `None` where it may, as far as can be told without a look-up.
pub(super) fn refusal(url: &Url) -> Option<String> {
    match url.host()? {
        Host::Domain(name) => private_name(name).map(|why| format!("{name} is {why}")),
        Host::Ipv4(ip) => private_ip(ip.into()).map(|why| format!("{ip} is {why}")),
        Host::Ipv6(ip) => private_ip(ip.into()).map(|why| format!("{ip} is {why}")),
    }
}

/// What kind of private address it is; `None` for one of the public internet.
pub(super) fn private_ip(ip: IpAddr) -> Option<&'static str> {
    match ip {
        IpAddr::V4(ip) => private_v4(ip),
        IpAddr::V6(ip) => private_v6(ip),
    }
}

/// Names that mean a private address whatever a look-up says (RFC 6761, 6762, 8375; ICANN for `internal`).
fn private_name(name: &str) -> Option<&'static str> {
    let name = name.strip_suffix('.').unwrap_or(name);
    let below = |zone: &str| name == zone || name.strip_suffix(zone).is_some_and(|rest| rest.ends_with('.'));
    match name {
        _ if below("localhost") => Some("this machine"),
        _ if ["local", "internal", "home.arpa"].into_iter().any(below) => Some("a name of private networks"),
        // Completed with the zone of the network it is asked in.
        _ if !name.contains('.') => Some("a name of private networks"),
        _ => None,
    }
}

fn private_v4(ip: Ipv4Addr) -> Option<&'static str> {
    match ip.octets() {
        [0, ..] => Some("no address"),
        [127, ..] => Some("this machine"),
        [10, ..] | [172, 16..=31, ..] | [192, 168, ..] => Some("in a private network"),
        [100, 64..=127, ..] => Some("in the network of a provider"),
        [169, 254, ..] => Some("a link-local address"),
        // The services of the machine itself at one provider, at an address that looks public.
        [168, 63, 129, 16] => Some("the metadata service of a cloud"),
        [192, 0, 0, _] | [192, 88, 99, _] | [198, 18..=19, ..] => Some("a reserved address"),
        [192, 0, 2, _] | [198, 51, 100, _] | [203, 0, 113, _] => Some("an address for examples"),
        [224..=239, ..] => Some("a multicast address"),
        [240..=255, ..] => Some("a reserved address"),
        _ => None,
    }
}

fn private_v6(ip: Ipv6Addr) -> Option<&'static str> {
    let of = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        private_v4(Ipv4Addr::new(a, b, c, d))
    };
    match ip.segments() {
        [0, 0, 0, 0, 0, 0, 0, 0] => Some("no address"),
        [0, 0, 0, 0, 0, 0, 0, 1] => Some("this machine"),
        // IPv4 within IPv6: compatible, mapped, translated (RFC 6052), 6to4, ISATAP.
        [0, 0, 0, 0, 0, 0 | 0xffff, high, low]
        | [0, 0, 0, 0, 0xffff, 0, high, low]
        | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => of(high, low),
        [0x2002, high, low, ..] => of(high, low),
        [_, _, _, _, 0 | 0x200, 0x5efe, high, low] if of(high, low).is_some() => of(high, low),
        [0x2001, 0, ..] => Some("a tunnel"),
        [0x2001, 0xdb8, ..] | [0x3fff, 0..=0x0fff, ..] => Some("an address for examples"),
        [0x2001, 2..=0x1ff, ..] => Some("a reserved address"),
        [0x2000..=0x3fff, ..] => None,
        [0xfc00..=0xfdff, ..] => Some("in a private network"),
        [0xfe80..=0xfebf, ..] => Some("a link-local address"),
        [0xff00..=0xffff, ..] => Some("a multicast address"),
        _ => Some("a reserved address"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_the_public_internet_are_asked() {
        for ip in
            ["1.1.1.1", "172.15.0.1", "172.32.0.1", "100.128.0.1", "168.63.129.17", "192.0.1.1", "198.20.0.1"]
                .into_iter()
                .chain([
                    "2606:4700::1111",
                    "::ffff:8.8.8.8",
                    "64:ff9b::808:808",
                    "2002:808:808::1",
                    "2001:4860::8888",
                ])
        {
            assert_eq!(private_ip(ip.parse().expect("an address")), None, "{ip}");
        }
        for name in
            ["https://openreview.net/", "https://internal.example.org/", "https://localhost.example.org/"]
        {
            assert_eq!(refusal(&name.parse().expect("an address")), None, "{name}");
        }
    }

    #[test]
    fn addresses_of_private_networks_are_refused_in_every_form() {
        for text in [
            "http://127.0.0.1/",
            "http://127.1/",
            "http://0x7f.1/",
            "http://0x7f000001/",
            "http://2130706433/",
            "http://0177.0.0.1/",
            "http://017700000001/",
            "http://127.0.0.1./",
            "http://127.255.255.254/",
            "http://①②⑦.⓪.⓪.①/",
            "http://0/",
            "http://0.0.0.0/",
            "http://10.0.0.1/",
            "http://172.16.0.1/",
            "http://172.31.255.255/",
            "http://192.168.1.1/",
            "http://169.254.169.254/",
            "http://0xa9fea9fe/",
            "http://100.64.0.1/",
            "http://100.100.100.200/",
            "http://168.63.129.16/",
            "http://192.0.0.192/",
            "http://192.0.2.1/",
            "http://198.18.0.1/",
            "http://198.51.100.1/",
            "http://203.0.113.1/",
            "http://224.0.0.1/",
            "http://255.255.255.255/",
            "http://[::]/",
            "http://[::1]/",
            "http://[::ffff:127.0.0.1]/",
            "http://[::ffff:7f00:1]/",
            "http://[::127.0.0.1]/",
            "http://[64:ff9b::7f00:1]/",
            "http://[64:ff9b:1::1]/",
            "http://[2002:7f00:1::]/",
            "http://[2002:a00:1::1]/",
            "http://[2001:0:1::1]/",
            "http://[2001:db8::1]/",
            "http://[fc00::1]/",
            "http://[fd00:ec2::254]/",
            "http://[fe80::1]/",
            "http://[fec0::1]/",
            "http://[ff02::1]/",
            "http://[2600::5efe:a00:1]/",
            "http://[::ffff:0:a00:1]/",
            "http://[100::1]/",
            "http://[3fff::1]/",
            "http://localhost/",
            "http://LOCALHOST./",
            "http://a.localhost/",
            "http://printer.local/",
            "http://metadata.google.internal/",
            "http://router.home.arpa/",
            "http://intranet/",
            "http://%31%32%37.1/",
        ] {
            let url: Url = text.parse().expect("an address");
            assert!(refusal(&url).is_some(), "{text} is {url}");
        }
    }
}
