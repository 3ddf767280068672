//! Speed.
#![allow(clippy::print_stdout)]
use std::time::Instant;
fn main() {
    let path = std::env::args().nth(1).unwrap();
    let t = Instant::now();
    let bytes = std::fs::read(&path).unwrap();
    println!("{} MB, io {:?}", bytes.len() / 1_000_000, t.elapsed());
    let hwm = || { let status = std::fs::read_to_string("/proc/self/status").unwrap(); status.lines().filter(|l| l.starts_with("VmHWM") || l.starts_with("VmRSS")).collect::<Vec<_>>().join(" ") };
    println!("exchange {} process {}", std::mem::size_of::<cfp_core::Exchange>(), std::mem::size_of::<cfp_core::Process>());
    if std::env::args().nth(2).is_some() {
        let text = std::str::from_utf8(&bytes).unwrap();
        let t = Instant::now();
        let x = toml::de::DeTable::parse_recoverable(text);
        println!("toml alone {:?} {} {}", t.elapsed(), x.1.len(), hwm());
        drop(x);
        println!("dropped {:?}", t.elapsed());
        let t = Instant::now();
        let mut n = 0;
        for l in text.lines() { if let Some((_, r)) = l.split_once("= \"") { if let Some((q, _)) = r.split_once('"') { n += usize::from(q.parse::<cfp_core::Quantity>().is_ok()); } } }
        println!("{n} quantities {:?}", t.elapsed());
    }
    let registry = cfp_factors::Registry::bundled().unwrap();
    let t = Instant::now();
    let m = cfp_exchange::ModelFile::read(&path, &bytes).unwrap();
    println!("read {:?} {}", t.elapsed(), hwm());
    let t = Instant::now();
    let s = m.build(&registry, &cfp_exchange::Options::new());
    println!("build {:?} {}", t.elapsed(), hwm());
    match s {
        Ok(s) => {
            let t = Instant::now();
            let f = s.footprint().unwrap();
            println!("footprint {:?} {}", t.elapsed(), f.total());
        }
        Err(e) => println!("{} problems, {}", e.problems().len(), e.problems()[0]),
    }
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    println!("{}", status.lines().find(|l| l.starts_with("VmHWM")).unwrap());
}
