//! The command `dlde`.

use std::process::ExitCode;

use clap::Parser as _;
use dlde_tools::{
    cli::{Cli, Command},
    commands::{Outcome, build, check, confirm, links, new, rewrite, schema, serve},
    interrupt, report,
};

fn main() -> ExitCode {
    let outcome = match &Cli::parse().command {
        Command::Build(args) => build::run(args),
        Command::Check(args) => check::run(args),
        Command::Links(args) => links::run(args),
        Command::Serve(args) => serve::run(args),
        Command::Schema(args) => schema::run(args),
        Command::New(args) => new::run(args),
        Command::Confirm(args) => confirm::run(args),
        Command::Rewrite(args) => rewrite::run(args),
    };
    match outcome {
        Ok(Outcome::Fine) => ExitCode::SUCCESS,
        Ok(Outcome::Problems) => ExitCode::from(1),
        Ok(Outcome::Interrupted) => ExitCode::from(interrupt::EXIT_CODE),
        Err(_) if interrupt::requested() => {
            eprintln!("interrupted; the site that was there is as it was");
            ExitCode::from(interrupt::EXIT_CODE)
        }
        Err(error) => {
            report::print_error(&error);
            ExitCode::from(2)
        }
    }
}
