//! `story`: writes a story as a document.

use super::args::StoryOptions;
use super::{CliError, Cx, Exit, Out};
use crate::export::write_story;
use crate::model::{FactBase, Item, Ix, Story};
use crate::sheet::Role;

pub(super) fn run(cx: &Cx<'_>, options: &StoryOptions, out: &mut Out<'_>) -> Result<Exit, CliError> {
    let base = &cx.opened.loaded.base;
    let mut stories = base.stories.handles();
    let story = match (&options.name, stories.next(), stories.next()) {
        (Some(written), ..) => {
            let id = written.strip_prefix("story/").unwrap_or(written);
            let Some(story) = base.stories.find(id) else { return cx.miss(&format!("story/{id}"), out) };
            story
        }
        (None, None, _) => {
            out.note("this base has no story")?;
            return Ok(Exit::Nothing);
        }
        (None, Some(only), None) => only,
        (None, Some(_), Some(_)) => return list(cx, base, out),
    };
    write_story(base, story, &cx.lang, options.format(), &mut out.data)?;
    Ok(Exit::Found)
}

/// Lists the stories of the base. Used if the base has several and none was named.
fn list(cx: &Cx<'_>, base: &FactBase, out: &mut Out<'_>) -> Result<Exit, CliError> {
    let row = |story: Ix<Story>| (base.id(Item::Story(story)), base.title(Item::Story(story), &cx.lang));
    for (id, name) in base.stories.handles().map(row) {
        out.write(Role::Title, id)?;
        out.write(Role::Plain, &format!("  {name}"))?;
        out.end()?;
    }
    out.note(&format!("{} stories; `dossier story NAME` writes one", base.stories.len()))?;
    Ok(Exit::Found)
}
