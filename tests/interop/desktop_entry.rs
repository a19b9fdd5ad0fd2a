//! The entry for the desktop's menu, judged by the tool of freedesktop.org.

use std::{path::Path, process::Command};

use crate::support::{need_program, output_of};

fn asset(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("assets")
        .join(name)
}

#[test]
fn the_desktop_entry_is_valid_and_its_icon_is_of_the_size_that_its_folder_says() {
    let Some(validate) = need_program("desktop-file-validate") else {
        return;
    };
    let entry = asset("vodiscover.desktop");
    let said = output_of(Command::new(validate).arg(&entry));
    assert_eq!(said, "", "no errors, warnings or hints");
    // The README has it copied to hicolor/128x128. A PNG begins with 16 bytes before its width and height (PNG 3, 11.2.1).
    let icon = std::fs::read(asset("icon.png")).unwrap();
    let sides: Vec<_> = icon[16..24]
        .chunks(4)
        .map(|side| u32::from_be_bytes(side.try_into().unwrap()))
        .collect();
    assert_eq!(sides, [128, 128]);
    let text = std::fs::read_to_string(&entry).unwrap();
    assert!(
        text.contains("\nStartupWMClass=vodiscover"),
        "the window's name, so that its icon is found"
    );
}
