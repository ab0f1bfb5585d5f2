"""Rows known by their words: the ids of those that are there, and of those made because they were not."""


def ids_of(model, wanted, fields):
    """The ids of rows known by some fields, made where they are not there; keyed by the field or fields."""

    def key(one):
        said = tuple(getattr(one, name) for name in fields)
        return said[0] if len(said) == 1 else said

    def there():
        rows = model.objects.values_list("pk", *fields)
        return {said[0] if len(said) == 1 else tuple(said): pk for pk, *said in rows}

    held = there()
    missing = {key(one): one for one in wanted if key(one) not in held}
    if missing:
        model.objects.bulk_create(missing.values(), ignore_conflicts=True)
        held = there()
    return held
