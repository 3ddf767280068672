//! Speed.
#![allow(clippy::print_stdout)]
use std::time::Instant;
fn main() {
    let path = std::env::args().nth(1).unwrap();
    let t = Instant::now();
    let bytes = std::fs::read(&path).unwrap();
    println!("{} MB, io {:?}", bytes.len() / 1_000_000, t.elapsed());
    let registry = cfp_factors::Registry::bundled().unwrap();
    let t = Instant::now();
    let m = cfp_exchange::ModelFile::read(&path, &bytes).unwrap();
    println!("read {:?}", t.elapsed());
    let t = Instant::now();
    let s = m.build(&registry, &cfp_exchange::Options::new());
    println!("build {:?}", t.elapsed());
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
