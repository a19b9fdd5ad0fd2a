//! A display that nobody sees, and hands on it: keys, the mouse, and pictures of what shows.

use std::{
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use crate::support::{Group, need_program, output_of, wait_until};

/// How long a display may take to get going on a busy machine.
const START: Duration = Duration::from_secs(90);

/// How long the program may take to do what it was asked.
const PATIENCE: Duration = Duration::from_mins(1);

/// After how many looks a tenth of a second apart a window that has not moved is taken to stay.
const SETTLED: u32 = 5;

/// Windows without frames, so that one of the display's size shows whole.
const BARE: &str = r#"<openbox_config xmlns="http://openbox.org/3.4/rc">
<applications><application class="*"><decor>no</decor></application></applications>
</openbox_config>"#;

/// An X server without a screen.
#[derive(Debug)]
pub(crate) struct Display {
    /// As `DISPLAY` names it.
    name: String,
    _server: Group,
}

impl Display {
    /// Starts one of this size in pixels, or gives `None` after it was told as missing.
    pub(crate) fn start(folder: &Path, (width, height): (u32, u32)) -> Option<Self> {
        let mut command = Command::new(need_program("Xvfb")?);
        let screen = format!("{width}x{height}x24");
        command.args([
            "-displayfd",
            "1",
            "-screen",
            "0",
            &screen,
            "-nolisten",
            "tcp",
        ]);
        let server = Group::start(command, &folder.join("Xvfb.log"));
        // A line of its own; it may say other things when several start at once.
        let mut number = None;
        wait_until("Xvfb says its display", START, || {
            let said = server.said();
            number = said.lines().find_map(|line| line.parse::<u32>().ok());
            number.is_some() && said.ends_with('\n')
        });
        Some(Self {
            name: format!(":{}", number.unwrap()),
            _server: server,
        })
    }

    /// As `DISPLAY` names it.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Clicks in the window with such a title, once it is there, so many pixels from its upper left corner.
    pub(crate) fn click_in(&self, title: &str, at: (u32, u32)) {
        self.press_in(title, at, &["1"]);
    }

    /// Turns the wheel there, down to the end.
    pub(crate) fn scroll_down_in(&self, title: &str, at: (u32, u32)) {
        self.press_in(title, at, &["--repeat", "40", "--delay", "10", "5"]);
    }

    fn press_in(&self, title: &str, (x, y): (u32, u32), buttons: &[&str]) {
        self.wait_until_settled(title);
        let mut command = self.search(title);
        // Those that lie upon it would be clicked instead.
        command.args(["windowraise", "%1", "mousemove", "--window", "%1"]);
        command.args([&x.to_string(), &y.to_string(), "click"]);
        output_of(command.args(buttons));
    }

    /// Java shows a window before it puts it where it stays.
    fn wait_until_settled(&self, title: &str) {
        let (mut last, mut n_same) = (None, 0);
        wait_until(title, PATIENCE, || {
            let mut command = self.search(title);
            let said = command.args(["getwindowgeometry", "%1"]).output();
            let now = said.ok().filter(|said| said.status.success());
            let now = now.map(|said| said.stdout);
            n_same = if now == last { n_same + 1 } else { 0 };
            last = now;
            last.is_some() && n_same >= SETTLED
        });
    }

    /// Clicks in the window with the first title until it has opened the second.
    pub(crate) fn open_from(&self, title: &str, button: (u32, u32), opened: &str) {
        let mut looks = 0;
        wait_until(opened, PATIENCE, || {
            // Java makes its windows slowly on a busy machine.
            if looks % 50 == 0 {
                self.click_in(title, button);
            }
            looks += 1;
            self.shows(opened)
        });
    }

    fn shows(&self, title: &str) -> bool {
        let found = self.search(title).output();
        found.is_ok_and(|found| found.status.success())
    }

    fn search(&self, title: &str) -> Command {
        let mut command = Command::new("xdotool");
        command
            .args(["search", "--onlyvisible", "--name", title])
            .env("DISPLAY", self.name());
        command
    }
}

/// The program's window, alone on a display that it fills.
#[derive(Debug)]
pub(crate) struct Desktop {
    folder: tempfile::TempDir,
    window: String,
    program: Group,
    _manager: Group,
    display: Display,
}

impl Desktop {
    /// Opens the program with these arguments, or gives `None` after a part was told as missing.
    pub(crate) fn open(size: (u32, u32), arguments: &[&str]) -> Option<Self> {
        need_program("xdotool")?;
        need_program("import")?;
        let manager = need_program("openbox")?;
        let folder = tempfile::tempdir().unwrap();
        let display = Display::start(folder.path(), size)?;
        let mut command = Command::new(manager);
        let bare = folder.path().join("openbox.xml");
        std::fs::write(&bare, BARE).unwrap();
        command.arg("--config-file").arg(&bare);
        command.env("DISPLAY", display.name());
        let manager = Group::start(command, &folder.path().join("openbox.log"));
        let mut command = Command::new(env!("CARGO_BIN_EXE_vodiscover"));
        command
            .args(arguments)
            .env("DISPLAY", display.name())
            .env_remove("WAYLAND_DISPLAY")
            .env("LIBGL_ALWAYS_SOFTWARE", "1")
            .env("HOME", folder.path())
            .env("XDG_STATE_HOME", folder.path().join("state"))
            .env("XDG_CONFIG_HOME", folder.path().join("config"))
            .current_dir(folder.path());
        let program = Group::start(command, &folder.path().join("vodiscover.log"));
        let mut desktop = Self {
            folder,
            window: String::new(),
            program,
            _manager: manager,
            display,
        };
        desktop.find_window();
        desktop.fill(size);
        Some(desktop)
    }

    fn find_window(&mut self) {
        let mut found = String::new();
        wait_until("the window opens", START, || {
            let running = self.program.is_running();
            assert!(running, "the program has ended: {}", self.program.said());
            let said = self.ask(
                "xdotool",
                &["search", "--onlyvisible", "--name", "vodiscover"],
            );
            found = said.lines().last().unwrap_or_default().to_owned();
            !found.is_empty()
        });
        self.window = found;
    }

    /// Gives it the display's size.
    fn fill(&self, (width, height): (u32, u32)) {
        let size = [width.to_string(), height.to_string()];
        let window = self.window.as_str();
        self.xdotool(&["windowsize", window, &size[0], &size[1]]);
        self.xdotool(&["windowmove", window, "0", "0"]);
        self.xdotool(&["windowfocus", window]);
        wait_until("the window fills the display", PATIENCE, || {
            let geometry = self.ask("xdotool", &["getwindowgeometry", "--shell", window]);
            geometry.contains(&format!("WIDTH={width}\nHEIGHT={height}"))
        });
    }

    /// What a command for this display says; nothing if it fails, as one does that looks for what is not there yet.
    fn ask(&self, program: &str, arguments: &[&str]) -> String {
        let output = Command::new(program)
            .args(arguments)
            .env("DISPLAY", self.display.name())
            .output();
        let said = output.map(|output| output.stdout).unwrap_or_default();
        String::from_utf8_lossy(&said).into_owned()
    }

    fn xdotool(&self, arguments: &[&str]) {
        let mut command = Command::new("xdotool");
        output_of(command.args(arguments).env("DISPLAY", self.display.name()));
    }

    /// A folder for what the test writes.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Presses keys one after another, such as `ctrl+r` and `Tab`.
    pub(crate) fn keys(&self, keys: &[&str]) {
        for key in keys {
            self.xdotool(&["key", key]);
        }
    }

    /// Types a text into what has the focus.
    pub(crate) fn type_text(&self, text: &str) {
        self.xdotool(&["type", "--delay", "12", text]);
    }

    /// Clicks there.
    pub(crate) fn click(&self, at: (u32, u32)) {
        self.point(at);
        self.xdotool(&["click", "1"]);
    }

    /// Clicks there with the other button.
    pub(crate) fn click_other(&self, at: (u32, u32)) {
        self.point(at);
        self.xdotool(&["click", "3"]);
    }

    /// Moves the pointer there.
    pub(crate) fn point(&self, (x, y): (u32, u32)) {
        self.xdotool(&["mousemove", "--sync", &x.to_string(), &y.to_string()]);
    }

    /// Drags from one place to another, in several steps, while a key is held.
    pub(crate) fn drag(&self, key: &str, from: (u32, u32), to: (u32, u32)) {
        self.point(from);
        self.xdotool(&["keydown", key]);
        self.xdotool(&["mousedown", "1"]);
        for step in 1..=4 {
            let between = |from: u32, to: u32| (from * (4 - step) + to * step) / 4;
            self.point((between(from.0, to.0), between(from.1, to.1)));
        }
        self.xdotool(&["mouseup", "1"]);
        self.xdotool(&["keyup", key]);
    }

    /// The window's title, which says how far the search is.
    pub(crate) fn title(&self) -> String {
        let title = self.ask("xdotool", &["getwindowname", &self.window]);
        title.trim().to_owned()
    }

    /// Waits until the title is as `check` wants it, and gives it.
    pub(crate) fn wait_for_title(&mut self, what: &str, check: impl Fn(&str) -> bool) -> String {
        let mut title = String::new();
        wait_until(what, PATIENCE, || {
            let running = self.program.is_running();
            assert!(running, "the program has ended: {}", self.program.said());
            title = self.title();
            check(&title)
        });
        title
    }

    /// Asks the program to end, as the system does when the person logs out.
    pub(crate) fn terminate(&self) {
        self.program.signal("-TERM");
    }

    /// Waits until the program has ended.
    pub(crate) fn wait_for_end(&mut self) {
        wait_until("the program ends", PATIENCE, || !self.program.is_running());
    }

    /// Does something that must show, and takes a picture of the whole display, as `name.png`, once it does and nothing
    /// moves any more. Gives its pixels.
    pub(crate) fn picture(&self, name: &str, act: impl FnOnce(&Self)) -> Vec<u8> {
        let before = self.look();
        act(self);
        let (mut last, mut done) = (before.clone(), None);
        wait_until(&format!("{name} shows"), PATIENCE, || {
            let (now, work) = (self.look(), self.program.asleep());
            // A frame that a busy machine has not drawn yet is work to do.
            let settled = now != before && now == last && work.is_some() && work == done;
            (last, done) = (now, work);
            settled
        });
        let mut command = Command::new("convert");
        // Written fast: it is for looking at once.
        command.arg(self.raw()).args(["-quality", "10"]);
        output_of(command.arg(pictures().join(format!("{name}.png"))));
        last
    }

    /// What shows now, pixel by pixel.
    fn look(&self) -> Vec<u8> {
        let mut command = Command::new("import");
        command.args(["-window", "root"]).arg(self.raw());
        output_of(command.env("DISPLAY", self.display.name()));
        std::fs::read(self.raw()).unwrap()
    }

    /// The file of the last look; one that is not compressed is written and compared quickly.
    fn raw(&self) -> PathBuf {
        self.folder().join("look.ppm")
    }
}

/// Where the pictures go, for people to look at.
fn pictures() -> PathBuf {
    let folder = std::env::var_os("VODISCOVER_PICTURES").map_or_else(
        || Path::new(env!("CARGO_TARGET_TMPDIR")).join("pictures"),
        PathBuf::from,
    );
    std::fs::create_dir_all(&folder).unwrap();
    folder
}
