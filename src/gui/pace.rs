//! How often what is made of the rows follows them while they stream in.

use eframe::egui::Context;
use std::time::Duration;

/// This often at most, in seconds.
const OFTEN: f64 = 0.3;

/// Making it takes one part in so many of the time.
const SHARE: f64 = 3.0;

/// When it was asked for, and how long the last answer took, in seconds.
#[derive(Debug, Default)]
pub(crate) struct Pace {
    asked_at: f64,
    took: f64,
}

impl Pace {
    /// It is asked for now.
    pub(crate) fn asked(&mut self, ctx: &Context) {
        self.asked_at = now(ctx);
    }

    /// The answer is here now.
    pub(crate) fn answered(&mut self, ctx: &Context) {
        self.took = now(ctx) - self.asked_at;
    }

    /// Whether there is time before it is asked for again; the window is drawn again when that is over.
    pub(crate) fn waits(&self, ctx: &Context) -> bool {
        let (now, next) = (now(ctx), self.asked_at + OFTEN.max(SHARE * self.took));
        if now < next {
            ctx.request_repaint_after(Duration::from_secs_f64(next - now));
        }
        now < next
    }
}

fn now(ctx: &Context) -> f64 {
    ctx.input(|input| input.time)
}

#[cfg(test)]
mod tests {
    use super::*;
    use eframe::egui::RawInput;

    fn at(ctx: &Context, time: f64) -> &Context {
        ctx.begin_pass(RawInput {
            time: Some(time),
            ..RawInput::default()
        });
        ctx.end_pass().textures_delta.clear();
        ctx
    }

    #[test]
    fn what_takes_long_is_asked_for_the_less_often() {
        let ctx = Context::default();
        let mut pace = Pace::default();
        pace.asked(at(&ctx, 10.0));
        assert!(pace.waits(at(&ctx, 10.25)));
        assert!(!pace.waits(at(&ctx, 10.35)), "three times a second");
        pace.answered(at(&ctx, 11.0));
        pace.asked(at(&ctx, 12.0));
        assert!(pace.waits(at(&ctx, 14.9)));
        assert!(
            !pace.waits(at(&ctx, 15.1)),
            "three times a second that it took"
        );
    }
}
