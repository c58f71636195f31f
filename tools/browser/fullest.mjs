// What is true of the fullest test edition (tools/tests/sites/full) and when, worked out by hand from its content.
// Nothing in here is taken from a page, so that a page and its script cannot be wrong in the same way unnoticed.

/** The build that most checks look at: nearly everything is on the page then. */
export const SHOWN = "2024-10-15";

const CALL_ENDS = "2024-08-30T23:59:59-12:00"; // the submission date, Anywhere on Earth
const PROGRAMME_BEGINS = "2024-09-27T00:00:00-07:00"; // the day of the decisions, in Vancouver
const EVENT_BEGINS = "2024-11-02T08:30:00-07:00";
const EVENT_ENDS = "2024-11-03T17:00:00-08:00"; // clocks were set back in the night

export const facts = {
  stages: [
    { stage: "call", from: undefined },
    { stage: "review", from: CALL_ENDS },
    { stage: "programme", from: PROGRAMME_BEGINS },
    { stage: "live", from: EVENT_BEGINS },
    { stage: "archive", from: EVENT_ENDS },
  ],

  /** The part of a link's address that nothing else has, and from when until when it may be followed. */
  links: [
    { address: "review.example.org/group?id=LDDL/2024&tab=submit", until: CALL_ENDS, submits: true },
    { address: "example.org/lddl/2024/lddl.sty", until: CALL_ENDS },
    { address: "example.org/lddl/2024/call.pdf", until: CALL_ENDS },
    { address: "example.org/lddl/2024/poster.zip", until: "2024-10-31T18:00:00-07:00" },
    { address: "forms.example.org/speakers", until: "2024-11-01T23:59:59-12:00" },
    { address: "forms.example.org/panel?edition=2024&lang=en", until: "2024-11-02T12:00:00-07:00" },
    {
      address: "example.org/simconf/register",
      from: "2024-08-01T09:00:00-07:00",
      until: "2024-10-28T23:59:59-12:00",
    },
    { address: "example.org/boat", until: EVENT_ENDS },
    { address: "meet.example.org/lddl", from: PROGRAMME_BEGINS, until: EVENT_ENDS, wayIn: true },
    { address: "live.example.org/lddl", from: PROGRAMME_BEGINS, until: EVENT_ENDS, wayIn: true },
    { address: "chat.example.org/lddl", from: PROGRAMME_BEGINS, until: EVENT_ENDS, wayIn: true },
    { address: "example.org/map?lat=49.29&lon=-123.11", until: EVENT_ENDS },
    { address: "example.org/simconf/visa", until: EVENT_ENDS },
    { address: "example.org/simconf/conduct" },
    { address: "video.example.org/lddl-2024", from: EVENT_ENDS },
    { address: "example.org/simconf/workshops/17" },
    { address: "lists.example.org/lddl" },
    { address: "meet.example.org/great-hall", from: PROGRAMME_BEGINS, until: EVENT_ENDS, wayIn: true },
    {
      address: "meet.example.org/boat-house",
      from: "2024-11-02T10:00:00-07:00",
      until: "2024-11-02T18:00:00-07:00",
      wayIn: true,
    },
    // The notices.
    {
      address: "example.org/lddl/2024/rooms.pdf",
      from: "2024-09-27T00:00:00-07:00",
      until: "2024-11-03T16:00:00-08:00",
    },
    { address: "forms.example.org/review", until: "2024-08-30T23:59:59-12:00" },
    { address: "forms.example.org/next", from: "2024-11-04T00:00:00-08:00" },
    // Papers, and the lists of them.
    { address: "review.example.org/group?id=LDDL/2024&tab=late", from: PROGRAMME_BEGINS },
    { address: "review.example.org/forum?id=guete", from: PROGRAMME_BEGINS },
  ],

  /** What the programme says at moments of the event: the beginnings of the titles. */
  programme: [
    { at: "2024-11-02T08:29:59-07:00", now: [], next: [] }, // a second too early
    { at: "2024-11-02T08:30:01-07:00", now: ["Welcome"], next: ["Integrators that know"] },
    {
      at: "2024-11-02T11:00:00-07:00",
      now: ["Tutorial: solvers", "Adams & Bashforth", "Open office"],
      next: ["What I learned"],
    },
    { at: "2024-11-03T00:10:00-07:00", now: ["The boat"], next: ["Keynote Talk"] }, // past midnight
    { at: "2024-11-03T09:50:00-08:00", now: ["x < y and y > z"], next: ["Posters II"] },
    { at: "2024-11-03T17:00:01-08:00", now: [], next: [] }, // over
  ],
};
