//! Every fact of the organisers' page is on the built page, one assertion each.

use std::{collections::HashSet, fs, sync::LazyLock};

use scraper::{ElementRef, Html, Selector};

use crate::support::BUILT;

/// What a reader sees, blanks made one.
static TEXT: LazyLock<String> = LazyLock::new(|| {
    let page = page();
    let body = select(&page, "body").remove(0);
    text(body)
});
/// Every address that the page links to.
static ADDRESSES: LazyLock<HashSet<String>> = LazyLock::new(|| {
    select(&page(), "a[href]").iter().filter_map(|a| a.attr("href")).map(str::to_owned).collect()
});

fn page() -> Html {
    Html::parse_document(&fs::read_to_string(BUILT.join("index.html")).expect("the page is built"))
}

fn select<'a>(page: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    page.select(&Selector::parse(selector).expect("a selector")).collect()
}

fn text(element: ElementRef<'_>) -> String {
    element.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn says(fact: &str) {
    assert!(TEXT.contains(fact), "the page does not say {fact:?}");
}

#[track_caller]
fn links_to(address: &str) {
    assert!(ADDRESSES.contains(address), "the page does not link to {address}");
}

/// A pair of a selector and words that one element of it has to hold together.
#[track_caller]
fn one_says(selector: &str, words: &[&str]) {
    let page = page();
    let found =
        select(&page, selector).into_iter().map(text).any(|t| words.iter().all(|word| t.contains(word)));
    assert!(found, "no {selector} says {words:?}");
}

#[test]
fn the_header() {
    let page = page();
    let headings: Vec<String> = select(&page, "h1").into_iter().map(text).collect();
    assert_eq!(headings.len(), 1);
    for part in ["The Symbiosis of Deep Learning and Differential Equations", "(DLDE)", "III"] {
        assert!(headings[0].contains(part), "{headings:?} lacks {part}");
    }
    says("NeurIPS 2023 Workshop");
    says("9 December 2023");
    says("07:00");
    says("14:00");
    says("EST");
    says("Virtual");
    let times: Vec<&str> = select(&page, "time").iter().filter_map(|time| time.attr("datetime")).collect();
    assert!(times.contains(&"2023-12-09T07:00-05:00"), "{times:?}");
    assert!(times.contains(&"2023-12-09T14:00-05:00"), "{times:?}");
}

#[test]
fn the_links_of_the_header() {
    one_says(
        "a[href='https://openreview.net/group?id=NeurIPS.cc/2022/Workshop/DLDE']",
        &["Submit your article for review"],
    );
    one_says(
        "a[href='https://docs.google.com/forms/d/e/1FAIpQLSdFCYz-M0265jHEOwmnUXmkxhCPOM313B2piSV6KOgECGe1fw/viewform']",
        &["Submit your questions to the speakers"],
    );
}

#[test]
fn the_banner_has_words_for_those_who_do_not_see_it() {
    let page = page();
    let banner = select(&page, "img[src*='/banner.']");
    assert_eq!(banner.len(), 1);
    assert!(banner[0].attr("alt").is_some_and(|alt| alt.contains("Phase portrait")));
    assert!(banner[0].attr("width").is_some() && banner[0].attr("height").is_some());
}

#[test]
fn the_introduction() {
    let words = [
        "Introduction",
        "computational sciences",
        "deep learning",
        "differential equations",
        "DE solvers",
        "simulations",
        "engineering, finance and the natural sciences",
        "neural differential equations",
        "diffusion models",
        "continuous time",
        "theory",
        "computational science",
        "solving DEs with neural networks",
    ];
    for word in words {
        one_says("#intro", &[word]);
    }
}

#[test]
fn the_important_dates() {
    one_says("#dates tr", &["Submission Deadline", "1 October 2022", "AoE"]);
    one_says("#dates tr", &["Final Decisions", "17 October 2022", "AoE"]);
    one_says("#dates tr", &["Workshop Date", "9 December 2023", "AoE"]);
    says("Anywhere on Earth");
}

#[test]
fn the_call_and_its_topics_on_two_levels() {
    one_says("#cfp h2", &["Call for Extended Abstracts"]);
    one_says("#cfp li:has(li)", &["understand and improve deep learning algorithms"]);
    one_says("#cfp li:has(li)", &["create or solve differential equation models"]);
    for topic in [
        &["neural differential equations", "diffusion models"][..],
        &["Numerical methods", "trade-offs", "benchmarks"],
        &["Training dynamics", "insight", "algorithms"],
        &["high-dimensional", "highly parameterised"],
        &["hypersolvers", "hybrid solvers"],
        &["neural operators", "PINNs"],
    ] {
        one_says("#cfp li li", topic);
    }
}

#[test]
fn the_rules_of_the_call() {
    for rule in [
        "joint poster sessions",
        "non-archival",
        "four contributed talks of 15 minutes",
        "eight spotlight presentations of 5 minutes",
        "At most 4 pages",
        "not counting references, acknowledgements and supplementary material",
        "anonymous",
        "double-blind",
        "Long appendices are allowed but strongly discouraged",
        "Recently published work",
        "reviewed more lightly",
        "Authors may be asked to review other submissions",
    ] {
        one_says("#cfp", &[rule]);
    }
    one_says(
        "#cfp a[href='https://github.com/dlde-2022/dlde-2022.github.io/tree/master/static/sty/dlde_neurips_2022.sty']",
        &["DLDE-NeurIPS format"],
    );
    one_says("#cfp a[href='https://openreview.net/group?id=NeurIPS.cc/2022/Workshop/DLDE']", &[""]);
    one_says("#cfp a[href='mailto:dlde.workshop@gmail.com']", &["dlde.workshop@gmail.com"]);
    one_says(
        "#cfp a[href^='https://docs.google.com/forms/d/e/1FAIpQLSdFCYz-M0265jHEOwmnUXmkxhCPOM313B2piSV6KOgECGe1fw/']",
        &[""],
    );
}

#[test]
fn the_schedule_entry_by_entry() {
    let entries = [
        ("04:00", "Introduction and opening remarks", ""),
        ("04:10", "Provable Active Learning of Neural Networks for Parametric PDEs", "Spotlight"),
        (
            "04:25",
            "PIXEL: Physics-Informed Cell Representations for Fast and Accurate PDE Solvers",
            "Spotlight",
        ),
        ("04:40", "Bridging the Gap Between Coulomb GAN and Gradient-regularized WGAN", "Spotlight"),
        ("04:55", "How PINNs cheat: Predicting chaotic motion of a double pendulum", "Spotlight"),
        ("05:10", "Poster Session 1", ""),
        ("06:05", "Yang Song", "Keynote Talk"),
        (
            "06:50",
            "Blind Drifting: Diffusion models with a linear SDE drift term for blind image restoration tasks",
            "Spotlight",
        ),
        ("07:05", "Break", ""),
        ("08:05", "Rose Yu", "Keynote Talk"),
        ("08:50", "A Universal Abstraction for Hierarchical Hopfield Networks", "Spotlight"),
        ("09:05", "Poster Session 2", ""),
        ("10:00", "Christopher Rackauckas", "Keynote Talk"),
        ("10:45", "Closing remarks", ""),
    ];
    let page = page();
    let shown = select(&page, "#schedule ol > li");
    assert_eq!(shown.len(), entries.len());
    for (entry, (time, title, kind)) in shown.into_iter().zip(entries) {
        let says = text(entry);
        assert!(
            [time, title, kind].iter().all(|word| says.contains(word)),
            "{says:?} for {time} {title} {kind}"
        );
        let datetime = format!("time[datetime='2023-12-09T{time}-08:00']");
        assert_eq!(entry.select(&Selector::parse(&datetime).expect("a selector")).count(), 1, "{says}");
    }
    one_says("#schedule", &["Pacific Time"]);
}

#[test]
fn the_invited_speakers_in_order() {
    let page = page();
    let names: Vec<String> = select(&page, "#speakers h3").into_iter().map(text).collect();
    let order: Vec<bool> =
        names.iter().zip(["Chris Rackauckas", "Rose Yu", "Yang Song"]).map(|(n, s)| n.contains(s)).collect();
    assert_eq!((names.len(), order), (3, vec![true; 3]), "{names:?}");
    for fact in [
        "Co-PI of the Julia Lab",
        "Computer Science and AI Laboratory (CSAIL)",
        "MIT",
        "Julia Computing",
        "Pumas-AI",
        "DifferentialEquations.jl",
        "Julia Community Prize",
        "IEEE-HPEC",
        "UC San Diego",
        "Computer Science and Engineering",
        "Halıcıoğlu Data Science Institute",
        "AI Group",
        "Contextual Robotics Institute",
        "Bioinformatics and Systems Biology",
        "Center for Machine-Integrated Computing and Security",
        "spatiotemporal",
        "sustainability",
        "Stanford University",
        "final year",
        "score-based diffusion models",
        "AI safety",
        "inverse problems",
    ] {
        one_says("#speakers", &[fact]);
    }
    let said = names.len() == 3
        && select(&page, "#speakers").into_iter().map(text).all(|t| t.matches("confirmed").count() >= 3);
    assert!(said, "each of the three is confirmed");
    for address in ["https://chrisrackauckas.com/", "https://roseyu.com/", "https://yang-song.github.io/"] {
        links_to(address);
    }
}

#[test]
fn the_recordings() {
    one_says("#recordings", &["Zoom", "Gathertown", "YouTube"]);
}

#[test]
fn the_two_lists_of_accepted_papers() {
    one_says(
        "#papers a[href='https://openreview.net/group?id=NeurIPS.cc/2022/Workshop/DLDE#accept--spotlight-']",
        &["Spotlight Papers"],
    );
    one_says(
        "#papers a[href='https://openreview.net/group?id=NeurIPS.cc/2022/Workshop/DLDE#accept--poster-']",
        &["Poster Papers"],
    );
}

#[test]
fn the_organisers_in_order() {
    let organisers = [
        ("Winnie Xu", "https://winniexu.ca/", &["University of Toronto", "Google Brain"][..]),
        ("Archis Joglekar", "https://www.jogar.ch/", &["University of Michigan", "Syntensor"]),
        ("Michael Poli", "https://zymrael.github.io/", &["Stanford University"]),
        ("Martin Magill", "https://www.linkedin.com/in/martin-magill", &["Borealis AI"]),
        ("Qiyao Wei", "https://qiyaowei.github.io", &["University of Cambridge"]),
        (
            "Ermal Rrapaj",
            "https://n3as.berkeley.edu/p/fellow/ermal-rrapaj/",
            &["University of California, Berkley"],
        ),
        ("Luca Herranz-Celotti", "https://lucehe.github.io/", &["Université de Sherbrooke"]),
    ];
    let page = page();
    let shown = select(&page, "#organizers ul[class] > li[class]");
    assert_eq!(shown.len(), organisers.len());
    for (person, (name, address, affiliations)) in shown.into_iter().zip(organisers) {
        let says = text(person);
        assert!(says.contains(name) && affiliations.iter().all(|a| says.contains(a)), "{says:?} for {name}");
        let link =
            person.select(&Selector::parse("a[href]").expect("a selector")).find_map(|a| a.attr("href"));
        assert_eq!(link, Some(address));
    }
}

#[test]
fn the_acknowledgements() {
    links_to("https://visualdialog.org/");
    links_to("https://whatsonmyblackboard.wordpress.com/2014/10/28/backward-differential-equations/");
    one_says("#acknowledgments", &["visualdialog.org", "whatsonmyblackboard", "blackboard photo"]);
}

#[test]
fn the_references_in_order() {
    let references = [
        (
            "M. Raissi, P. Perdikaris, G.E. Karniadakis",
            "Physics-informed neural networks: A deep learning framework for solving forward and inverse problems involving nonlinear partial differential equations",
            "Journal of Computational Physics, 2019",
            "https://www.sciencedirect.com/science/article/pii/S0021999118307125",
        ),
        (
            "D. Kochkov, J.A. Smith, A. Alieva, Q. Wang, M.P. Brenner, S. Hoyer",
            "Machine learning–accelerated computational fluid dynamics",
            "PNAS, 2021",
            "https://www.pnas.org/content/118/21/e2101784118",
        ),
        (
            "E. Haber, L. Ruthotto",
            "Stable architectures for deep neural networks",
            "IOPScience, 2017",
            "https://iopscience.iop.org/article/10.1088/1361-6420/aa9a90/meta",
        ),
        (
            "R.T.Q. Chen, Y. Rubanova, J. Bettencourt, D. Duvenaud",
            "Neural Ordinary Differential Equations",
            "NeurIPS, 2018",
            "https://papers.nips.cc/paper/2018/file/69386f6bb1dfed68692a24c8686939b9-Paper.pdf",
        ),
        (
            "G. Carleo, M. Troyer",
            "Solving the quantum many-body problem with artificial neural networks",
            "Science, 2017",
            "https://science.sciencemag.org/content/355/6325/602",
        ),
        (
            "P. Chaudhari, S. Soatto",
            "Stochastic gradient descent performs variational inference, converges to limit cycles for deep networks",
            "ICLR, 2018",
            "https://openreview.net/forum?id=HyWrIgW0W",
        ),
        (
            "Q. Li, C. Tai, W. E",
            "Stochastic Modified Equations and Adaptive Stochastic Gradient Algorithms",
            "ICML, 2017",
            "http://proceedings.mlr.press/v70/li17f.html",
        ),
        (
            "W. E, C. Ma, L. Wu",
            "The Barron Space and the Flow-Induced Function Spaces for Neural Network Models",
            "Constructive Approximation, 2021",
            "https://link.springer.com/article/10.1007/s00365-021-09549-y",
        ),
        (
            "Z. Li, N. Kovachki, K. Azizzadenesheli, B. Liu, K. Bhattacharya, A. Stuart, A. Anandkumar",
            "Fourier Neural Operator for Parametric Partial Differential Equations",
            "ICLR, 2021",
            "https://openreview.net/pdf?id=c8P9NQVtmnO",
        ),
        (
            "J. Sirignano, K. Spiliopoulos",
            "DGM: A deep learning algorithm for solving partial differential equations",
            "Journal of Computational Physics, 2018",
            "https://www.sciencedirect.com/science/article/pii/S0021999118305527",
        ),
        (
            "L. Lu, X. Meng, Z. Mao, G.E. Karniadakis",
            "DeepXDE: A Deep Learning Library for Solving Differential Equations",
            "Society for Industrial and Applied Mathematics, 2021",
            "https://epubs.siam.org/doi/pdf/10.1137/19M1274067",
        ),
        (
            "S. Mishra, R. Molinaro",
            "Estimates on the generalization error of physics-informed neural networks for approximating a class of inverse problems for PDEs",
            "IMA Journal of Numerical Analysis, 2021",
            "https://academic.oup.com/imajna/advance-article-abstract/doi/10.1093/imanum/drab032/6297946?redirectedFrom=fulltext",
        ),
        (
            "S. Bai, J.Z. Kolter, V. Koltun",
            "Deep Equilibrium Models",
            "NeurIPS, 2019",
            "https://proceedings.neurips.cc/paper/2019/file/01386bd6d8e091c2ab4c7c7de644d37b-Paper.pdf",
        ),
        (
            "N. Yadav, K.S. McFall, M. Kumar, J.H. Kim",
            "A length factor artificial neural network method for the numerical solution of the advection dispersion equation characterizing the mass balance of fluid flow in a chemical reactor",
            "Neural Computing and Applications, 2018",
            "https://link.springer.com/article/10.1007/s00521-016-2722-9",
        ),
        (
            "C. Beck, S. Becker, P. Grohs, N. Jaafari, A. Jentzen",
            "Solving the Kolmogorov PDE by Means of Deep Learning",
            "Journal of Scientific Computing, 2021",
            "https://link.springer.com/article/10.1007/s10915-021-01590-0",
        ),
    ];
    let page = page();
    let shown = select(&page, "#references li[id^='ref-']");
    assert_eq!(shown.len(), references.len());
    for (entry, (authors, title, place, address)) in shown.into_iter().zip(references) {
        let says = text(entry);
        assert!([authors, title, place].iter().all(|part| says.contains(part)), "{says:?} for {title}");
        let link = format!("a[href='{address}']");
        assert_eq!(entry.select(&Selector::parse(&link).expect("a selector")).count(), 1, "{title}");
    }
}

#[test]
fn every_reference_is_cited_by_its_number_and_links_back() {
    let page = page();
    for (index, entry) in select(&page, "#references li[id^='ref-']").into_iter().enumerate() {
        let id = entry.attr("id").expect("has an id");
        let citations = select(&page, &format!("section:not(#references) a[href='#{id}']"));
        assert!(!citations.is_empty(), "{id} is never cited");
        let number = (index + 1).to_string();
        assert!(citations.into_iter().all(|a| text(a).contains(&number)), "{id} is cited as [{number}]");
        let back = Selector::parse("a[href^='#']").expect("a selector");
        assert!(entry.select(&back).count() > 0, "{id} links back");
    }
}

#[test]
fn the_old_fragment_addresses_lead_somewhere_right() {
    for (id, heading) in [
        ("intro", "Introduction"),
        ("dates", "Important Dates"),
        ("cfp", "Call for Extended Abstracts"),
        ("schedule", "Schedule"),
        ("speakers", "Invited Speakers"),
        ("recordings", "Recordings"),
        ("organizers", "Organizers"),
    ] {
        one_says(&format!("#{id} h2"), &[heading]);
    }
    let page = page();
    assert_eq!(select(&page, "#references #note1").len(), 1);
}

#[test]
fn what_looks_left_over_is_marked_on_the_page() {
    let marked = [
        ("#dates tr", "Submission Deadline"),
        ("#dates tr", "Final Decisions"),
        ("#dates tr", "Workshop Date"),
        ("#papers li", "Spotlight Papers"),
        ("#papers li", "Poster Papers"),
        ("#organizers li", "University of California, Berkley"),
        ("#references li", "IOPScience"),
        ("#references li", "Society for Industrial and Applied Mathematics"),
        ("header li", "Submit your article for review"),
        ("#cfp dl div", "DLDE-NeurIPS format"),
    ];
    for (place, fact) in marked {
        one_says(place, &[fact, "to be confirmed"]);
    }
}
