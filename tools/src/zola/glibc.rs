//! Makes Zola's prebuilt Linux add-on load where the C library (glibc) is older than 2.39.
//!
//! The add-on uses two symbols of glibc 2.39, both weak: it does without where they are missing. Yet the loader
//! refuses it, because its list of needed versions names `GLIBC_2.39` as a hard need. With that one entry marked weak,
//! as the symbols are, the loader goes on and leaves the two symbols empty.
//!
//! On glibc 2.39 and later the mark changes nothing: the version is there and the symbols are found.
//! So it is always set, and an installation still loads when a cached folder moves to another machine.

use object::LittleEndian as LE;
use object::elf::{FileHeader64, SHT_GNU_VERNEED, VER_FLG_WEAK, Vernaux, Verneed};
use object::read::ReadRef;
use object::read::elf::{FileHeader, SectionHeader};

/// The hash by which the list of needed versions names `GLIBC_2.39`.
const GLIBC_2_39: u32 = 0x0696_91b9;

/// Why a file cannot be treated.
#[derive(Debug, thiserror::Error)]
pub(super) enum Error {
    #[error("it is not a library that can be read: {0}")]
    Elf(#[from] object::read::Error),
    #[error("its list of needed versions is cut off")]
    CutOff,
}

/// Marks the need for `GLIBC_2.39` in `library` weak. Tells whether that changed anything.
pub(super) fn weaken(library: &mut [u8]) -> Result<bool, Error> {
    let Some((at, flags)) = find_need(library)? else {
        return Ok(false);
    };
    let weak = flags | VER_FLG_WEAK.0;
    let end = at.checked_add(size_of_val(&weak)).ok_or(Error::CutOff)?;
    library.get_mut(at..end).ok_or(Error::CutOff)?.copy_from_slice(&weak.to_le_bytes());
    Ok(weak != flags)
}

/// Where the flags of the entry for `GLIBC_2.39` are, and their value.
///
/// The list has an entry for each file that is needed, and below it one for each version needed of that file.
fn find_need(library: &[u8]) -> Result<Option<(usize, u16)>, Error> {
    let header = FileHeader64::<LE>::parse(library)?;
    for section in header.section_headers(header.endian()?, library)? {
        if section.sh_type(LE) != SHT_GNU_VERNEED {
            continue;
        }
        let mut at = section.sh_offset(LE);
        loop {
            let file = library.read_at::<Verneed<LE>>(at).map_err(|()| Error::CutOff)?;
            let found = find_version(library, follow(at, file.vn_aux.get(LE))?)?;
            let next = file.vn_next.get(LE);
            if found.is_some() {
                return Ok(found);
            } else if next == 0 {
                break;
            }
            at = follow(at, next)?;
        }
    }
    Ok(None)
}

/// Looks for `GLIBC_2.39` among the versions needed of one file, the first of which is at `at`.
fn find_version(library: &[u8], mut at: u64) -> Result<Option<(usize, u16)>, Error> {
    /// Where `vna_flags` is in its entry: after the hash, of four bytes.
    const FLAGS: u32 = 4;
    loop {
        let version = library.read_at::<Vernaux<LE>>(at).map_err(|()| Error::CutOff)?;
        if version.vna_hash.get(LE) == GLIBC_2_39 {
            let flags_at = usize::try_from(follow(at, FLAGS)?).map_err(|_| Error::CutOff)?;
            return Ok(Some((flags_at, version.vna_flags.get(LE).0)));
        }
        match version.vna_next.get(LE) {
            0 => return Ok(None),
            next => at = follow(at, next)?,
        }
    }
}

/// Where a relative link leads. Links only lead forward, so that following them ends.
fn follow(at: u64, by: u32) -> Result<u64, Error> {
    at.checked_add(u64::from(by)).ok_or(Error::CutOff)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

    use super::*;

    /// Where the synthetic library has the list of needed versions, and the flags of its last entry.
    const NEEDS: usize = 64 + 2 * 64;
    const FLAGS: usize = NEEDS + 16 + 16 + 4;

    /// A library that is a header, two section headers and a list: one file, of which two versions are needed.
    fn library(last: u32) -> Vec<u8> {
        let mut bytes = vec![0; NEEDS];
        bytes[..8].copy_from_slice(b"\x7fELF\x02\x01\x01\x00");
        bytes[0x28..0x30].copy_from_slice(&64_u64.to_le_bytes()); // section headers: where
        bytes[0x3a..0x3c].copy_from_slice(&64_u16.to_le_bytes()); // how long each is
        bytes[0x3c..0x3e].copy_from_slice(&2_u16.to_le_bytes()); // how many
        bytes[132..136].copy_from_slice(&0x6fff_fffe_u32.to_le_bytes()); // the second one's type
        bytes[152..160].copy_from_slice(&(NEEDS as u64).to_le_bytes()); // and its place
        let file = [0x0002_0001_u32, 0, 16, 0]; // version 1, two entries, name, first entry, next file
        let first = [0x0963_cf85, 0, 0, 16]; // hash, flags, name, next entry
        let second = [last, 0x0003_0000, 0, 0];
        bytes.extend([file, first, second].as_flattened().iter().flat_map(|word| word.to_le_bytes()));
        bytes
    }

    #[test]
    fn only_the_flag_of_the_one_entry_changes() {
        let before = library(GLIBC_2_39);
        let mut after = before.clone();
        assert!(weaken(&mut after).unwrap());
        let changed: Vec<usize> = (0..before.len()).filter(|&at| before[at] != after[at]).collect();
        assert_eq!(changed, [FLAGS]);
        assert_eq!(after[FLAGS], 2);
    }

    #[test]
    fn a_library_that_is_weak_already_stays_as_it_is() {
        let mut library = library(GLIBC_2_39);
        weaken(&mut library).unwrap();
        let once = library.clone();
        assert!(!weaken(&mut library).unwrap());
        assert_eq!(library, once);
    }

    #[test]
    fn a_library_without_the_need_stays_as_it_is() {
        let mut library = library(0x0696_9188);
        let before = library.clone();
        assert!(!weaken(&mut library).unwrap());
        assert_eq!(library, before);
    }

    #[test]
    fn a_file_cut_off_anywhere_is_an_error_and_never_a_panic() {
        let whole = library(GLIBC_2_39);
        for length in 0..whole.len() {
            assert!(weaken(&mut whole[..length].to_vec()).is_err(), "cut off at {length}");
        }
    }

    #[test]
    fn no_single_wrong_byte_makes_a_panic_or_an_endless_loop() {
        let whole = library(GLIBC_2_39);
        for at in 0..whole.len() {
            for wrong in [0x00, 0x01, 0x7f, 0x80, 0xff] {
                let mut bytes = whole.clone();
                bytes[at] = wrong;
                let _ = weaken(&mut bytes);
            }
        }
    }

    #[test]
    fn a_link_to_nowhere_is_an_error() {
        for (place, width) in [(NEEDS + 8, 4), (NEEDS + 16 + 12, 4), (152, 8)] {
            let mut bytes = library(GLIBC_2_39);
            bytes[place..place + width].fill(0xff);
            assert!(weaken(&mut bytes).is_err(), "link at {place}");
        }
    }

    #[test]
    fn what_is_not_an_elf_library_is_an_error() {
        for bytes in [&b""[..], b"#!/bin/sh\n", &[0xff; 4096]] {
            assert!(weaken(&mut bytes.to_vec()).is_err());
        }
    }
}
