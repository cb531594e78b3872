"""Rows about duties: the duty itself, its standards and its tasks."""

from dutybook.check.context import Context
from dutybook.check.limits import in_words, seconds, written
from dutybook.check.rows import Rows, number, record, row
from dutybook.grammar.prose.figure import matter
from dutybook.grammar.prose.series import ordinal
from dutybook.grammar.time.clock import clock_text
from dutybook.grammar.time.schedule import DAY_END
from dutybook.yamltext.document import lookup


def duties(context: Context) -> Rows:
    """One per duty of a role, inherited ones at the place that states them."""
    for role in context.roles:
        for position, duty in enumerate(role.duties):
            raw = lookup(duty.origin.document.data, duty.origin.path)
            schedule = duty.schedule
            stated = in_words(duty.text.at(context.workspace.locale))
            yield record(
                context,
                "duties",
                duty,
                role=role.role,
                role_title=context.say(role.title),
                position=position,
                no_value=ordinal(duty.no),
                share=number(duty.share * 100) if duty.share is not None else None,
                limit_text=written(duty.within, duty.origin, "within"),
                limit_seconds=number(seconds(duty.within)),
                stated_limit=stated[0] if stated else None,
                stated_seconds=number(stated[1]) if stated else None,
                matter=matter(duty.text.at(context.workspace.locale)),
                schedule=str(raw.get("schedule", schedule)) if schedule else None,
                every=schedule.every if schedule else None,
                due=clock_text(schedule.due) if schedule and schedule.due != DAY_END else None,
                owed_by_stated="owed_by" in raw,
                inherited=duty.origin.document is not role.origin.document,
            )


def standards(context: Context) -> Rows:
    """One per standard of a duty."""
    for role in context.roles:
        for duty in role.duties:
            for i, standard in enumerate(duty.standards):
                text = context.say(standard.text)
                methods = len(standard.methods)
                about = {"role": role.role, "duty": duty.id, "text": text, "methods": methods}
                yield row(duty.origin, "standards", i, **about)


def tasks(context: Context) -> Rows:
    """One per task of a duty."""
    for role in context.roles:
        for duty in role.duties:
            for i, task in enumerate(duty.tasks):
                text = context.say(task)
                yield row(duty.origin, "tasks", i, role=role.role, duty=duty.id, text=text)
