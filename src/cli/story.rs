//! `story`: writes a story as a document.

use super::args::StoryOptions;
use super::{CliError, Exit, LookupContext, Output};
use crate::export::write_story;
use crate::model::{FactBase, Item, Ix, Story};
use crate::present::TextRole;

pub(super) fn run(cx: &LookupContext<'_>, options: &StoryOptions, out: &mut Output<'_>) -> Result<Exit, CliError> {
    let base = &cx.opened.parsed.base;
    let mut stories = base.stories.handles();
    let story = match (&options.name, stories.next(), stories.next()) {
        (Some(written), ..) => {
            let id = written.strip_prefix("story/").unwrap_or(written);
            let Some(story) = base.stories.find(id) else { return cx.report_not_found(&format!("story/{id}"), out) };
            story
        }
        (None, None, _) => {
            out.write_message("this base has no story")?;
            return Ok(Exit::NotFound);
        }
        (None, Some(only), None) => only,
        (None, Some(_), Some(_)) => return list_stories(cx, base, out),
    };
    write_story(base, story, &cx.lang, options.format(), &mut out.data)?;
    Ok(Exit::Found)
}

/// Lists the stories of the base. Used if the base has several and none was named.
fn list_stories(cx: &LookupContext<'_>, base: &FactBase, out: &mut Output<'_>) -> Result<Exit, CliError> {
    let row = |story: Ix<Story>| (base.id(Item::Story(story)), base.title(Item::Story(story), &cx.lang));
    for (id, name) in base.stories.handles().map(row) {
        out.write_text(TextRole::Title, id)?;
        out.write_text(TextRole::Plain, &format!("  {name}"))?;
        out.newline()?;
    }
    out.write_message(&format!("{} stories; `dossier story NAME` writes one", base.stories.len()))?;
    Ok(Exit::Found)
}
