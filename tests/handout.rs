//! Exported stories and citations: complete, escaped, and with every quote.

use dossier::bundled;
use dossier::diagnostics::SourceFile;
use dossier::export::{CiteStyle, StoryFormat, citation, item_url, write_story};
use dossier::load::load;
use dossier::model::{FactBase, Item, Lang};

/// A base with markup to inject in every text that a handout or a citation shows.
const HOSTILE: &str = r##"
factbase: 1
title: <script>alert(1)</script>
sources:
  bad: {kind: article, title: "</style><script>alert(2)</script> 50% & {x}", publisher: '"><img src=x>', authors: ["A, B", "C and D"],
    lang: fr, url: 'javascript:alert(3)', published: 2021, dated: <b>guess}
  web: {kind: article, title: Le tram, lang: fr, url: 'https://a.example/?q="><script>&copy=1#top'}
entities:
  x: {type: company, name: <script>alert(4)</script>}
questions:
  q: {ask: <script>alert(5)</script>, disputed: <i>why</i>, expect: single}
claims:
  a: {triple: [x, loses-on], says: "<script>a</script> [x](javascript:1) | *b*", answers: q, note: <u>note</u>,
    evidence: [{source: bad, stance: states, quote: "<script>alert(6)</script>"}, {source: web, via: [x], stance: denies, quote: "50-50, R&D"}]}
  b: {triple: [x, loses-on], says: "# b", answers: q, evidence: [{source: web, stance: states, quote: "* star * \\input{x}"}]}
stories:
  s: {name: <script>alert(7)</script>, summary: <script>alert(8)</script>, steps: [
    {at: claim/a, title: <script>alert(9)</script>, caption: <script>alert(10)</script>, note: "- <script>alert(11)</script>"},
    {at: question/q, title: Q, highlight: [claim/b, entity/x, source/bad]}]}
  other: {name: Other, steps: []}
"##;

fn hostile_base() -> FactBase {
    let loaded = load(vec![SourceFile { name: "hostile.yaml".into(), text: HOSTILE.into() }]);
    let errors: Vec<_> = loaded.problems.iter().map(|problem| problem.rule.id).collect();
    assert!(errors.is_empty(), "{errors:?}");
    loaded.base
}

fn render_story(base: &FactBase, lang: &str, format: StoryFormat) -> String {
    let first = base.stories.handles().next().unwrap();
    let mut out = Vec::new();
    write_story(base, first, &Lang::new(lang).unwrap(), format, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn cite(base: &FactBase, address: &str, style: CiteStyle) -> Option<String> {
    let item = base.find(&address.parse().unwrap()).unwrap();
    citation(base, item, &Lang::english(), style)
}

/// The tags in the body of a page, without their angle brackets.
fn html_tags(page: &str) -> Vec<&str> {
    let (_, body) = page.split_once("</style>").unwrap();
    body.split('<').skip(1).map(|rest| rest.split_once('>').expect("a tag ends").0).collect()
}

#[test]
fn html_loads_nothing_and_runs_no_script() {
    for page in [
        render_story(&bundled::load_base(), "en", StoryFormat::Html),
        render_story(&hostile_base(), "fr", StoryFormat::Html),
    ] {
        let (head, _) = page.split_once("</style>").unwrap();
        for loads in ["@import", "url(", "http", "<link", "<script"] {
            assert!(!head.contains(loads), "{loads}");
        }
        for tag in html_tags(&page) {
            let name = tag.split([' ', '/']).find(|word| !word.is_empty()).unwrap();
            assert!(!["script", "img", "iframe", "link", "object", "i", "u", "form", "style"].contains(&name), "{tag}");
            // Only these attributes are allowed, and only `href` may contain a URL.
            for (at, attribute) in tag.split('"').enumerate().filter(|(at, _)| at % 2 == 0) {
                let attribute = attribute.rsplit(' ').next().unwrap_or_default();
                let value = tag.split('"').nth(at + 1).unwrap_or_default();
                let known = ["", "class=", "id=", "lang=", "href="].contains(&attribute) || at == 0 && attribute == tag;
                assert!(known && (attribute == "href=" || !value.contains(':')), "{tag}");
                assert!(
                    attribute != "href=" || value.starts_with("https://") || value.starts_with("#source-"),
                    "{tag}"
                );
            }
        }
    }
}

#[test]
fn html_tags_are_balanced() {
    for page in [
        render_story(&bundled::load_base(), "fr", StoryFormat::Html),
        render_story(&hostile_base(), "en", StoryFormat::Html),
    ] {
        assert!(page.starts_with("<!DOCTYPE html>\n<html lang=\""));
        let mut open = vec!["html", "body"];
        for tag in html_tags(&page).into_iter().filter(|&tag| tag != "body" && tag != "/head" && tag != "br") {
            match tag.strip_prefix('/') {
                Some(name) => assert_eq!(open.pop(), Some(name)),
                None => open.push(tag.split(' ').next().unwrap()),
            }
        }
        assert!(open.is_empty(), "{open:?}");
    }
}

#[test]
fn hostile_texts_are_escaped() {
    let base = hostile_base();
    let page = render_story(&base, "en", StoryFormat::Html);
    assert!(!page.contains("<script") && !page.contains("<b>guess"));
    for number in 1..=11 {
        assert!([3].contains(&number) || page.contains(&format!("alert({number})")), "{number} is not shown");
    }
    let markdown = render_story(&base, "en", StoryFormat::Markdown);
    let (mut active, mut escaped) = (String::new(), false);
    for c in markdown.chars() {
        let is_unescaped = c != '\\' && !escaped;
        escaped = c == '\\' && !escaped;
        active.extend(is_unescaped.then_some(c));
    }
    assert!(!active.contains("<script") && !active.contains("](javascript"), "{active}");
    assert!(markdown.contains("\n\\- \\<script\\>alert(11)"));
}

#[test]
fn quotes_of_highlighted_claims_are_in_all_formats() {
    let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").replace('\\', "");
    let html = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('\'', "&#39;");
    for base in [bundled::load_base(), hostile_base()] {
        let formats =
            StoryFormat::ALL.iter().map(|&format| flat(&render_story(&base, "en", format))).collect::<Vec<_>>();
        let story = &base.stories[base.stories.handles().next().unwrap()];
        let marked = story.steps.iter().flat_map(|step| step.highlight.iter().chain([&step.at]));
        let quotes: Vec<_> = marked
            .filter_map(|&item| if let Item::Claim(ix) = item { Some(&base.claims[ix].evidence) } else { None })
            .flatten()
            .map(|evidence| flat(&evidence.quote))
            .collect();
        assert!(quotes.len() > 2);
        for quote in quotes {
            assert!(formats[0].contains(&quote) && formats[1].contains(&quote), "{quote}");
            assert!(formats[2].contains(&html(&quote)), "{quote}");
        }
    }
}

#[test]
fn highlighted_claims_show_competing_answers() {
    let base = hostile_base();
    let text = render_story(&base, "en", StoryFormat::Plain);
    let (first, second) = text.split_once("2. Q\n").unwrap();
    assert!(first.contains("Other answers to “<script>alert(5)</script>”:") && first.contains("* # b"), "{first}");
    assert!(second.contains("One answer is true; none is chosen here."));
    assert!(second.contains("* <script>a</script>") && second.contains("* # b"));
    assert!(text.lines().all(|line| line.chars().count() <= 80 || !line.trim().contains(' ')), "{text}");
}

#[test]
fn step_leaves_out_answers_after_as_of() {
    let shows_answer = |as_of: &str| {
        let yaml = HOSTILE.replace("title: Le tram", "published: 2023, title: Le tram");
        let yaml =
            yaml.replace("title: Q,", &format!("title: Q, {as_of}")).replace("highlight: [claim/b,", "highlight: [");
        let base = load(vec![SourceFile { name: "h.yaml".into(), text: yaml }]).base;
        let text = render_story(&base, "en", StoryFormat::Plain);
        text.split_once("2. Q\n").unwrap().1.contains("* # b")
    };
    assert!(shows_answer("") && shows_answer("as_of: 2023-05,"));
    assert!(!shows_answer("as_of: 2022,"));
}

#[test]
fn html_declares_languages() {
    let page = render_story(&bundled::load_base(), "en", StoryFormat::Html);
    assert!(page.contains("<html lang=\"en\">") && page.contains("<blockquote lang=\"fr\">"));
    let page = render_story(&bundled::load_base(), "fr", StoryFormat::Html);
    assert!(page.contains("<html lang=\"fr\">") && !page.contains("<blockquote lang=") && page.contains("rapporte"));
}

#[test]
fn citation_leaves_out_unknown_parts() {
    let base = hostile_base();
    let lines = cite(&base, "claim/a", CiteStyle::Plain).unwrap();
    let lines: Vec<_> = lines.lines().collect();
    assert_eq!(lines.len(), 2);
    assert!(
        lines[0].contains("2021 (date inferred)") && lines[0].contains("A, B, C and D, «\u{a0}</style>"),
        "{}",
        lines[0]
    );
    assert!(
        lines[1].contains(
            ": «\u{a0}50-50, R&D\u{a0}» (denies; second-hand: <script>alert(4)</script>, via Le tram). «\u{a0}Le tram\u{a0}», n.d."
        )
    );
    assert!(lines[1].ends_with("#top:~:text=50%2D50%2C%20R%26D [claim/a]"), "{}", lines[1]);
    assert_eq!(cite(&base, "story/other", CiteStyle::Plain), None);
    let source = cite(&base, "source/web", CiteStyle::Markdown).unwrap();
    assert_eq!(source, "*Le tram*, n.d. <https://a.example/?q=%22%3E%3Cscript%3E&copy=1#top> `source/web`");
}

#[test]
fn bibtex_entry_is_valid_latex() {
    let base = hostile_base();
    let entries = cite(&base, "claim/a", CiteStyle::Bibtex).unwrap();
    assert!(entries.starts_with("@misc{claim:a:1,\n"), "no URL of the web: {entries}");
    assert!(entries.contains("  author = {{A, B} and {C and D}},\n") && entries.contains("  date = {2021},\n"));
    assert!(entries.contains(r"50\% \& \textbraceleft{}x\textbraceright{}},"));
    assert!(entries.contains("\n@online{claim:a:2,\n") && entries.contains("  langid = {french},\n"));
    let depth = entries.chars().fold(0_i32, |depth, c| depth + i32::from(c == '{') - i32::from(c == '}'));
    assert_eq!(depth, 0);
}

#[test]
fn item_opens_at_its_first_quote_with_url() {
    let base = hostile_base();
    let open = |address: &str| item_url(&base, base.find(&address.parse().unwrap()).unwrap());
    assert!(open("claim/a").unwrap().ends_with("#top:~:text=50%2D50%2C%20R%26D"));
    assert_eq!(open("source/bad"), None);
    assert_eq!(open("entity/x"), open("claim/a"));
    assert_eq!(open("story/s"), open("claim/a"));
    assert!(open("source/web").unwrap().ends_with("#top"));
}

#[test]
fn bundled_items_are_cited_with_one_line_per_quote() {
    let base = bundled::load_base();
    for item in base.items() {
        let Some(text) = citation(&base, item, &Lang::english(), CiteStyle::Plain) else {
            assert!(matches!(item, Item::Entity(_)), "{}", base.address(item));
            continue;
        };
        assert!(text.lines().next().unwrap().contains(&format!("[{}]", base.address(item))), "{text}");
        let evidence = match item {
            Item::Claim(ix) => &base.claims[ix].evidence,
            _ => continue,
        };
        assert_eq!(text.lines().count(), evidence.len());
        for style in [CiteStyle::Markdown, CiteStyle::Bibtex] {
            assert!(citation(&base, item, &Lang::english(), style).is_some());
        }
    }
}

#[test]
fn long_answer_list_is_cut_and_counted() {
    let claim = |at| format!("  c{at}: {{triple: [a, pays], answers: q}}\n");
    let claims: String = (0..250).map(claim).collect();
    let yaml = format!(
        "factbase: 1\nentities: {{a: {{type: company, name: A}}}}\nquestions: {{q: {{ask: Q}}}}\nclaims:\n{claims}\
         stories: {{s: {{name: S, steps: [{{at: question/q, title: T}}]}}}}\n"
    );
    let base = load(vec![SourceFile { name: "base.yaml".into(), text: yaml }]).base;
    for (format, lang, more) in [
        (StoryFormat::Plain, "en", "… and 50 more"),
        (StoryFormat::Markdown, "fr", "… et 50 de plus"),
        (StoryFormat::Html, "en", "<li>… and 50 more</li>"),
    ] {
        let page = render_story(&base, lang, format);
        assert!(page.contains(more) && page.contains("claim/c199") && !page.contains("claim/c200"), "{more}");
    }
}

/// A base with a question of 120 answers, one of them with 30 quotes, and a story of `steps` steps.
fn long_story(steps: usize) -> FactBase {
    let quote = "{source: s, stance: states, quote: words}, ";
    let claim = |at: usize| {
        let quotes = quote.repeat(if at == 0 { 30 } else { 1 });
        format!("  c{at}: {{triple: [a, pays], answers: q, evidence: [{quotes}]}}\n")
    };
    let claims: String = (0..120).map(claim).collect();
    let step = |at: usize| format!("{{at: {}, title: Title{at}}}, ", if at < 2 { "question/q" } else { "claim/c0" });
    let steps: String = (0..steps).map(step).collect();
    let yaml = format!(
        "factbase: 1\nsources: {{s: {{kind: article, title: A}}}}\nentities: {{a: {{type: company, name: A}}}}\n\
         questions: {{q: {{ask: Q}}}}\nclaims:\n{claims}stories: {{s: {{name: S, steps: [{steps}]}}}}\n"
    );
    load(vec![SourceFile { name: "base.yaml".into(), text: yaml }]).base
}

#[test]
fn repeated_answers_refer_to_first_step() {
    let base = long_story(3);
    for (format, lang, same, quotes) in [
        (StoryFormat::Plain, "en", "the same as at step 1", "… and 10 more"),
        (StoryFormat::Markdown, "fr", "les mêmes qu’à l’étape 1", "… et 10 de plus"),
        (StoryFormat::Html, "en", "<li>the same as at step 1</li>", "… and 10 more"),
    ] {
        let page = render_story(&base, lang, format);
        assert_eq!([page.matches(same).count(), page.matches(quotes).count()], [1, 2], "{page}");
        assert_eq!(page.matches("claim/c47").count(), 2, "as an answer, and as another one than c0");
    }
}

#[test]
fn handout_is_bounded_and_counts_omitted_steps() {
    let (base, all) = (long_story(20_000), 20_000);
    for (format, lang, said) in [
        (StoryFormat::Plain, "fr", "Étapes omises ici ou montrées en partie\u{a0}: "),
        (StoryFormat::Markdown, "en", "Steps that are left out here or not shown whole: "),
        (StoryFormat::Html, "en", "Steps that are left out here or not shown whole: "),
    ] {
        let page = render_story(&base, lang, format);
        let (shown, rest) = page.split_once(said).unwrap();
        let left_out: usize = rest.split('.').next().unwrap().parse().unwrap();
        let last = shown.rfind("Title").map(|at| shown[at + 5..].split(|c: char| !c.is_ascii_digit()).next().unwrap());
        let steps: usize = last.unwrap().parse::<usize>().unwrap() + 1;
        // The last step shown is cut, so it counts as left out too.
        assert_eq!(left_out + steps, all + 1);
        assert!((5_000..10_000).contains(&steps) && page.len() < 80_000_000, "{steps} {}", page.len());
    }
}
