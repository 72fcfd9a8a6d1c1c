"""Plain sentences of staff: notes, tasks, questions, and the one line of a summary. No names."""

NOTES = (
    "Spoke for twenty minutes. Calm, and tired. Wants to decide alone, step by step.",
    "Asked that nobody writes. Calls us herself or himself from a friend's phone.",
    "Slept through the night for the first time. Ate breakfast with the others.",
    "Would like to speak with somebody who knows the language better.",
    "Went to the office together. The paper comes in ten days.",
    "No wish to speak about the past today. We spoke about the week ahead.",
)
HEALTH_NOTES = (
    "Seen at the clinic; comes again in two weeks. Medicine for ten days.",
    "Sleeps badly. An appointment for a talk on Thursday.",
)
LEGAL_NOTES = (
    "Explained the right to a reflection period. No decision is needed now.",
    "A claim for unpaid wages is possible. Two papers are missing.",
)
BORDER_NOTES = (
    "Spoke alone in the quiet room. Wishes to travel on. Took the number along.",
    "Answers were given by the companion first; spoke alone afterwards.",
)
TASKS = (
    ("call_back", "By message only"),
    ("visit", "Bring the bus ticket"),
    ("paper", "Ask for the copy of the birth certificate"),
    ("consent", "The last yes was by voice"),
    ("other", "Bring the winter coat"),
)
QUESTIONS = (
    ("Is a room on the second floor possible?", "Yes, stairs are no problem."),
    ("Can somebody come along for the first night?", "Yes, our escort stays until morning."),
    ("Is there any medicine that has to go on?", "None that we know of."),
)
IN_ONE_LINE = {
    "shelter": "A safe bed, and somebody who listens",
    "medical": "To be seen by a doctor soon",
    "counselling": "Somebody to talk with, every week",
    "legal_advice": "Advice on rights, before anything is signed",
    "papers": "Papers that were lost or taken away",
    "schooling": "A place at school again",
    "work": "Work with a contract and free days",
}
ANYTHING_ELSE = "Help as written here"
WHY_A_CHILD = "The child needs a safe place now, and asked for one."
WHO_DECIDED = "Case manager, child-protection officer and the child's teacher"
WHY_REPORTED = "A child may be brought back to where it was beaten."
