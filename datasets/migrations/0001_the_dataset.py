import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0002_approval_links"),
        ("regions", "0005_sign_off_of_returns"),
    ]

    operations = [
        migrations.CreateModel(
            name="Indicator",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=60, unique=True)),
                ("name", models.CharField(max_length=200)),
                (
                    "theme",
                    models.CharField(
                        choices=[
                            ("early-help", "Early help and front door"),
                            ("assessment", "Assessment and children in need"),
                            ("child-protection", "Child protection"),
                            ("looked-after", "Children looked after"),
                            ("care-leavers", "Care leavers"),
                            ("adoption", "Adoption and permanence"),
                            ("workforce", "Workforce"),
                            ("send", "Special educational needs and disabilities"),
                            ("education", "Education"),
                            ("early-years", "Early years"),
                            ("youth-justice", "Youth justice"),
                            ("quality", "Quality and inspection"),
                            ("finance", "Finance"),
                            ("context", "Context"),
                        ],
                        max_length=20,
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("unit", models.CharField(max_length=30)),
                ("numerator_definition", models.TextField(verbose_name="what is counted")),
                ("denominator_definition", models.TextField(blank=True, verbose_name="out of what")),
                ("denominator_population", models.CharField(blank=True, max_length=60, verbose_name="population")),
                ("multiplier", models.PositiveIntegerField(default=1)),
                (
                    "polarity",
                    models.CharField(
                        choices=[
                            ("higher_better", "Higher is better"),
                            ("lower_better", "Lower is better"),
                            ("neutral", "Neither higher nor lower is better"),
                        ],
                        max_length=15,
                    ),
                ),
                (
                    "frequency",
                    models.CharField(choices=[("quarterly", "Every quarter"), ("annual", "Every year")], max_length=10),
                ),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("point-in-time", "On the last day of the period"),
                            ("period", "During the period"),
                            ("rolling-year", "During the twelve months to the end of the period"),
                        ],
                        max_length=15,
                        verbose_name="counts",
                    ),
                ),
                (
                    "confidence",
                    models.CharField(
                        choices=[
                            ("wilson", "Wilson, for proportions"),
                            ("byars", "Byar's for rates, exact below 10 events"),
                            ("none", "None: not a count of events"),
                        ],
                        default="none",
                        max_length=10,
                        verbose_name="interval",
                    ),
                ),
                (
                    "colour_rule",
                    models.CharField(
                        choices=[
                            ("quartile", "Quartile bands"),
                            ("interval", "Confidence interval against the comparator"),
                            ("deviations", "Standard deviations from the mean"),
                            ("none", "Not coloured"),
                        ],
                        default="quartile",
                        max_length=10,
                    ),
                ),
                ("decimals", models.PositiveSmallIntegerField(default=1)),
                ("source_return", models.CharField(blank=True, max_length=200, verbose_name="comes from")),
                (
                    "core_measure",
                    models.CharField(
                        blank=True, max_length=100, verbose_name="measure of the national quarterly collection"
                    ),
                ),
                ("looks_back", models.BooleanField(default=False, verbose_name="looks back at earlier events")),
                ("may_exceed", models.BooleanField(default=False, verbose_name="can pass 100%")),
                (
                    "sensitive",
                    models.BooleanField(default=False, verbose_name="small numbers hidden inside the region too"),
                ),
                ("is_published", models.BooleanField(default=False, verbose_name="has published values")),
                ("note", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["position", "code"],
            },
        ),
        migrations.CreateModel(
            name="DatasetVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=60, unique=True)),
                ("name", models.CharField(max_length=100)),
                (
                    "region",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dataset_versions",
                        to="regions.region",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("draft", "Draft"), ("in-use", "In use"), ("ended", "No longer used for new periods")],
                        default="draft",
                        max_length=10,
                    ),
                ),
                (
                    "based_on",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="successors",
                        to="datasets.datasetversion",
                    ),
                ),
                ("used_from", models.DateField(blank=True, null=True, verbose_name="in use from")),
                ("note", models.TextField(blank=True, verbose_name="what is new in it")),
                ("plan", models.JSONField(blank=True, default=dict)),
            ],
            options={
                "verbose_name": "version of the dataset",
                "verbose_name_plural": "versions of the dataset",
                "ordering": ["slug"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["draft", "in-use", "ended"])),
                        name="dataset_version_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status", "draft"), ("used_from__isnull", False), _connector="OR"),
                        name="dataset_version_in_use_has_date",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Item",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="items", to="datasets.datasetversion"
                    ),
                ),
                ("code", models.SlugField(max_length=60)),
                ("name", models.CharField(max_length=200)),
                ("definition", models.TextField(verbose_name="what to count")),
                (
                    "kind",
                    models.CharField(
                        choices=[("count", "A whole number"), ("fte", "Full-time equivalents"), ("days", "Days")],
                        default="count",
                        max_length=10,
                    ),
                ),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("point-in-time", "On the last day of the period"),
                            ("period", "During the period"),
                            ("rolling-year", "During the twelve months to the end of the period"),
                        ],
                        max_length=15,
                        verbose_name="counts",
                    ),
                ),
                (
                    "theme",
                    models.CharField(
                        choices=[
                            ("early-help", "Early help and front door"),
                            ("assessment", "Assessment and children in need"),
                            ("child-protection", "Child protection"),
                            ("looked-after", "Children looked after"),
                            ("care-leavers", "Care leavers"),
                            ("adoption", "Adoption and permanence"),
                            ("workforce", "Workforce"),
                            ("send", "Special educational needs and disabilities"),
                            ("education", "Education"),
                            ("early-years", "Early years"),
                            ("youth-justice", "Youth justice"),
                            ("quality", "Quality and inspection"),
                            ("finance", "Finance"),
                            ("context", "Context"),
                        ],
                        max_length=20,
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("required", models.BooleanField(default=True)),
                ("part_of", models.SlugField(blank=True, max_length=60)),
            ],
            options={
                "ordering": ["position", "code"],
                "constraints": [models.UniqueConstraint(fields=("version", "code"), name="item_once_in_version")],
            },
        ),
        migrations.CreateModel(
            name="Definition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="definitions",
                        to="datasets.datasetversion",
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="definitions", to="datasets.indicator"
                    ),
                ),
                ("numerator", models.JSONField(default=list)),
                ("denominator", models.JSONField(blank=True, default=list)),
                ("per_population", models.BooleanField(default=False, verbose_name="per child aged 0 to 17")),
                ("multiplier", models.PositiveIntegerField(default=1)),
                (
                    "polarity",
                    models.CharField(
                        choices=[
                            ("higher_better", "Higher is better"),
                            ("lower_better", "Lower is better"),
                            ("neutral", "Neither higher nor lower is better"),
                        ],
                        max_length=15,
                    ),
                ),
                (
                    "confidence",
                    models.CharField(
                        choices=[
                            ("wilson", "Wilson, for proportions"),
                            ("byars", "Byar's for rates, exact below 10 events"),
                            ("none", "None: not a count of events"),
                        ],
                        default="none",
                        max_length=10,
                        verbose_name="interval",
                    ),
                ),
                (
                    "colour_rule",
                    models.CharField(
                        choices=[
                            ("quartile", "Quartile bands"),
                            ("interval", "Confidence interval against the comparator"),
                            ("deviations", "Standard deviations from the mean"),
                            ("none", "Not coloured"),
                        ],
                        default="quartile",
                        max_length=10,
                    ),
                ),
                (
                    "scaling",
                    models.CharField(
                        choices=[("as-is", "As counted"), ("rolling-year", "Sum of the last four quarters")],
                        default="as-is",
                        max_length=15,
                    ),
                ),
                (
                    "small_numbers",
                    models.CharField(
                        choices=[
                            ("outside", "Hidden outside the region"),
                            ("everywhere", "Hidden inside the region too"),
                            ("shown", "Not about individual children: shown"),
                        ],
                        default="outside",
                        max_length=10,
                    ),
                ),
                ("decimals", models.PositiveSmallIntegerField(default=1)),
                ("position", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "ordering": ["position", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("version", "indicator"), name="definition_once_in_version")
                ],
            },
        ),
        migrations.CreateModel(
            name="Collection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=60, unique=True)),
                ("name", models.CharField(max_length=100)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("core", "Quarterly core dataset"),
                            ("survey", "Survey"),
                            ("deep-dive", "Deep dive"),
                            ("compliance", "Compliance with an agreement"),
                            ("audit", "Regional audit"),
                        ],
                        default="core",
                        max_length=15,
                    ),
                ),
                ("purpose", models.TextField(blank=True, verbose_name="what it is for")),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="collections", to="regions.region"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="collections",
                        to="datasets.datasetversion",
                    ),
                ),
                (
                    "agreement",
                    models.CharField(
                        choices=[
                            ("region", "The authorities of the region that have signed its memorandum"),
                            ("group", "The authorities of a named group that have signed"),
                            ("taking-part", "All authorities that take part and have signed"),
                        ],
                        max_length=15,
                        verbose_name="who sees published figures",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="collections",
                        to="regions.group",
                    ),
                ),
                (
                    "due_days",
                    models.PositiveSmallIntegerField(default=20, verbose_name="working days until returns are due"),
                ),
                ("query_days", models.PositiveSmallIntegerField(default=5, verbose_name="working days for queries")),
                ("preview_days", models.PositiveSmallIntegerField(default=5, verbose_name="working days of preview")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="ended")),
            ],
            options={
                "ordering": ["region__name", "name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("agreement", "group"), ("group__isnull", False)),
                            models.Q(models.Q(("agreement", "group"), _negated=True), ("group", None)),
                            _connector="OR",
                        ),
                        name="collection_group_if_agreed_for_one",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CollectionPeriod",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "collection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="periods", to="datasets.collection"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="periods",
                        to="datasets.datasetversion",
                    ),
                ),
                ("slug", models.SlugField(max_length=40)),
                ("starts", models.DateField(verbose_name="first day")),
                ("last_day", models.DateField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "Open for returns"),
                            ("preview", "Each authority previews its own"),
                            ("published", "Published"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("due_on", models.DateField(verbose_name="returns due")),
                ("queries_until", models.DateField(verbose_name="queries until")),
                ("preview_from", models.DateField(verbose_name="preview from")),
                ("publish_on", models.DateField(verbose_name="published on")),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                ("protection", models.JSONField(blank=True, default=dict, editable=False)),
            ],
            options={
                "verbose_name": "period of a collection",
                "verbose_name_plural": "periods of collections",
                "ordering": ["-last_day", "collection"],
                "indexes": [models.Index(fields=["slug"], name="datasets_co_slug_5b4964_idx")],
                "constraints": [
                    models.UniqueConstraint(fields=("collection", "slug"), name="collection_period_once"),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["open", "preview", "published"])),
                        name="collection_period_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("last_day__gte", models.F("starts"))),
                        name="collection_period_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("due_on__lte", models.F("queries_until")),
                            ("queries_until__lte", models.F("preview_from")),
                            ("preview_from__lte", models.F("publish_on")),
                        ),
                        name="collection_period_calendar_in_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Return",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "collection_period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="returns",
                        to="datasets.collectionperiod",
                    ),
                ),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="returns", to="regions.authority"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("expected", "Expected"),
                            ("draft", "Draft"),
                            ("submitted", "Submitted, not signed off"),
                            ("signed-off", "Signed off by the director"),
                            ("queried", "Queried by the regional team"),
                            ("accepted", "Accepted by the regional team"),
                            ("published", "Published"),
                            ("withdrawn", "Withdrawn by the authority"),
                        ],
                        default="expected",
                        max_length=12,
                    ),
                ),
                ("received_on", models.DateField(blank=True, null=True, verbose_name="received")),
                ("submitted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "submitted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("signed_at", models.DateTimeField(blank=True, null=True, verbose_name="signed off")),
                (
                    "signed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("accepted_at", models.DateTimeField(blank=True, null=True, verbose_name="accepted")),
            ],
            options={
                "ordering": ["authority__name"],
                "indexes": [models.Index(fields=["authority", "status"], name="datasets_re_authori_3635b5_idx")],
                "constraints": [
                    models.UniqueConstraint(fields=("collection_period", "authority"), name="return_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                [
                                    "expected",
                                    "draft",
                                    "submitted",
                                    "signed-off",
                                    "queried",
                                    "accepted",
                                    "published",
                                    "withdrawn",
                                ],
                            )
                        ),
                        name="return_status_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Edition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "of_return",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="editions", to="datasets.return"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("typed", "Typed in"),
                            ("template", "The portal's template"),
                            ("workbook", "The region's own workbook"),
                            ("earlier", "From the regional workbook, not signed off"),
                        ],
                        max_length=10,
                    ),
                ),
                ("made_at", models.DateTimeField()),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("file_name", models.CharField(blank=True, max_length=200, verbose_name="file")),
                ("file_digest", models.CharField(blank=True, max_length=64, verbose_name="SHA-256 of the file")),
                ("reason", models.TextField(blank=True, verbose_name="why it was restated")),
            ],
            options={
                "ordering": ["-number"],
                "constraints": [models.UniqueConstraint(fields=("of_return", "number"), name="edition_once")],
            },
        ),
        migrations.CreateModel(
            name="Figure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="figures", to="datasets.edition"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="figures", to="datasets.item"
                    ),
                ),
                ("value", models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True)),
                (
                    "marker",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("c", "hidden by the publisher (small number)"),
                            ("x", "not available"),
                            ("z", "not applicable"),
                            ("k", "rounds to zero but is not zero"),
                            ("u", "too unreliable to publish"),
                            ("low", "below the smallest number published"),
                            ("-", "missing or hidden by the publisher"),
                        ],
                        max_length=5,
                    ),
                ),
                (
                    "caveat",
                    models.CharField(
                        blank=True,
                        choices=[("", "None"), ("provisional", "Provisional"), ("not-comparable", "Not comparable")],
                        default="",
                        max_length=15,
                    ),
                ),
                ("caveat_words", models.CharField(blank=True, max_length=300, verbose_name="in words")),
            ],
            options={
                "ordering": ["item__position"],
                "constraints": [
                    models.UniqueConstraint(fields=("edition", "item"), name="figure_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("value__isnull", False), ("marker", "")),
                            models.Q(("value__isnull", True), models.Q(("marker", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="figure_number_or_marker",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("value__isnull", True), ("value__gte", 0), _connector="OR"),
                        name="figure_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("caveat", ""), models.Q(("caveat_words", ""), _negated=True), _connector="OR"
                        ),
                        name="figure_caveat_in_words",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FigureWarning",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="warnings", to="datasets.edition"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="datasets.item"
                    ),
                ),
                ("check_name", models.SlugField(max_length=20)),
                ("text", models.CharField(max_length=300)),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="why it is right")),
                (
                    "reason_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "warning",
                "ordering": ["item__position", "check_name"],
                "constraints": [
                    models.UniqueConstraint(fields=("edition", "item", "check_name"), name="figure_warning_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Remark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "of_return",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="remarks", to="datasets.return"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="datasets.item",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("query", "Query from the regional team"),
                            ("answer", "Answer from the authority"),
                            ("preview", "Comment before publication"),
                        ],
                        max_length=10,
                    ),
                ),
                ("text", models.TextField(max_length=2000)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="WorkbookMapping",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "collection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="mappings", to="datasets.collection"
                    ),
                ),
                ("name", models.CharField(max_length=100)),
                ("cells", models.JSONField(default=dict)),
                ("authority_cell", models.CharField(blank=True, max_length=60)),
                ("period_cell", models.CharField(blank=True, max_length=60)),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="no longer used from")),
            ],
            options={
                "ordering": ["name"],
                "constraints": [models.UniqueConstraint(fields=("collection", "name"), name="workbook_mapping_once")],
            },
        ),
        migrations.CreateModel(
            name="PublishedImport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("values", "Published values"), ("neighbours", "Statistical neighbours")],
                        max_length=10,
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="file")),
                ("digest", models.CharField(max_length=64, verbose_name="SHA-256 of the file")),
                ("at", models.DateTimeField(verbose_name="imported")),
                ("counts", models.JSONField(default=dict)),
                ("left_out", models.JSONField(default=list)),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="PublishedValue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="regions.authority"
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="datasets.indicator"
                    ),
                ),
                ("value", models.DecimalField(blank=True, decimal_places=6, max_digits=18, null=True)),
                ("numerator", models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True)),
                ("denominator", models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True)),
                (
                    "marker",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("c", "hidden by the publisher (small number)"),
                            ("x", "not available"),
                            ("z", "not applicable"),
                            ("k", "rounds to zero but is not zero"),
                            ("u", "too unreliable to publish"),
                            ("low", "below the smallest number published"),
                            ("-", "missing or hidden by the publisher"),
                        ],
                        max_length=5,
                    ),
                ),
                ("lower", models.FloatField(blank=True, null=True)),
                ("upper", models.FloatField(blank=True, null=True)),
                ("band", models.CharField(blank=True, max_length=1)),
                ("rank", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("ranked", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("z", models.FloatField(blank=True, null=True)),
                (
                    "trend",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("increasing", "Increasing"),
                            ("decreasing", "Decreasing"),
                            ("none", "No clear change"),
                        ],
                        max_length=10,
                    ),
                ),
                ("flags", models.JSONField(blank=True, default=list)),
                ("is_first_year", models.BooleanField(default=False)),
                ("period_end", models.DateField()),
                ("period_label", models.CharField(max_length=40)),
                ("year", models.PositiveSmallIntegerField(verbose_name="ends in")),
                ("source", models.CharField(max_length=60)),
                (
                    "joint_with",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="regions.authority",
                    ),
                ),
                (
                    "came_with",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="datasets.publishedimport",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["year", "indicator"], name="datasets_pu_year_987101_idx"),
                    models.Index(
                        fields=["authority", "indicator", "period_end"], name="datasets_pu_authori_f8fec7_idx"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("indicator", "period_end", "authority"), name="published_value_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="InYearValue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="regions.authority"
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="datasets.indicator"
                    ),
                ),
                ("value", models.DecimalField(blank=True, decimal_places=6, max_digits=18, null=True)),
                ("numerator", models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True)),
                ("denominator", models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True)),
                (
                    "marker",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("c", "hidden by the publisher (small number)"),
                            ("x", "not available"),
                            ("z", "not applicable"),
                            ("k", "rounds to zero but is not zero"),
                            ("u", "too unreliable to publish"),
                            ("low", "below the smallest number published"),
                            ("-", "missing or hidden by the publisher"),
                        ],
                        max_length=5,
                    ),
                ),
                ("lower", models.FloatField(blank=True, null=True)),
                ("upper", models.FloatField(blank=True, null=True)),
                ("band", models.CharField(blank=True, max_length=1)),
                ("rank", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("ranked", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("z", models.FloatField(blank=True, null=True)),
                (
                    "trend",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("increasing", "Increasing"),
                            ("decreasing", "Decreasing"),
                            ("none", "No clear change"),
                        ],
                        max_length=10,
                    ),
                ),
                ("flags", models.JSONField(blank=True, default=list)),
                ("is_first_year", models.BooleanField(default=False)),
                (
                    "collection_period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="values",
                        to="datasets.collectionperiod",
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="values", to="datasets.edition"
                    ),
                ),
                ("is_current", models.BooleanField(default=True)),
                ("is_revised", models.BooleanField(default=False, verbose_name="revised after publication")),
                (
                    "caveat",
                    models.CharField(
                        blank=True,
                        choices=[("", "None"), ("provisional", "Provisional"), ("not-comparable", "Not comparable")],
                        default="",
                        max_length=15,
                    ),
                ),
                ("caveat_words", models.CharField(blank=True, max_length=300)),
                ("denominator_source", models.CharField(blank=True, max_length=120)),
                ("hidden_inside", models.BooleanField(default=False)),
                ("hidden_outside", models.BooleanField(default=None, null=True)),
                ("unplaced_inside", models.BooleanField(default=False)),
                ("unplaced_outside", models.BooleanField(default=None, null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["authority", "indicator"], name="datasets_in_authori_48c968_idx")],
                "constraints": [
                    models.UniqueConstraint(fields=("edition", "indicator"), name="in_year_value_once_in_edition"),
                    models.UniqueConstraint(
                        condition=models.Q(("is_current", True)),
                        fields=("collection_period", "indicator", "authority"),
                        name="in_year_value_one_current",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AreaValue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "region",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="regions.region",
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="datasets.indicator"
                    ),
                ),
                (
                    "series",
                    models.CharField(
                        choices=[("annual", "Annual, published"), ("in-year", "In-year, from returns")], max_length=10
                    ),
                ),
                ("period_end", models.DateField()),
                ("year", models.PositiveSmallIntegerField(verbose_name="ends in")),
                (
                    "collection_period",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="area_values",
                        to="datasets.collectionperiod",
                    ),
                ),
                ("value", models.DecimalField(blank=True, decimal_places=4, max_digits=16, null=True)),
                ("numerator", models.DecimalField(blank=True, decimal_places=2, max_digits=16, null=True)),
                ("denominator", models.DecimalField(blank=True, decimal_places=2, max_digits=16, null=True)),
                ("used", models.PositiveSmallIntegerField(default=0, verbose_name="authorities used")),
                ("expected", models.PositiveSmallIntegerField(default=0, verbose_name="authorities expected")),
                ("left_out", models.JSONField(default=list)),
                ("cover", models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True)),
                ("why_not", models.CharField(blank=True, max_length=200, verbose_name="why not available")),
                ("hidden_inside", models.BooleanField(default=False)),
                ("hidden_outside", models.BooleanField(default=None, null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["series", "year", "region"], name="datasets_ar_series_14638e_idx")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("collection_period", None), ("series", "annual")),
                            models.Q(
                                ("collection_period__isnull", False), ("region__isnull", False), ("series", "in-year")
                            ),
                            models.Q(("collection_period", None), ("region", None), ("series", "in-year")),
                            _connector="OR",
                        ),
                        name="area_value_of_one_series",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("region__isnull", False), ("series", "annual")),
                        fields=("indicator", "period_end", "region"),
                        name="area_value_annual_of_region_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("region", None)),
                        fields=("series", "indicator", "period_end"),
                        name="area_value_of_england_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("collection_period__isnull", False)),
                        fields=("collection_period", "indicator", "region"),
                        name="area_value_in_year_of_region_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NeighbourSet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=40, unique=True)),
                ("name", models.CharField(max_length=100)),
                ("dated", models.DateField()),
                ("is_demonstration", models.BooleanField(default=False, editable=False)),
            ],
            options={
                "verbose_name": "set of statistical neighbours",
                "verbose_name_plural": "sets of statistical neighbours",
                "ordering": ["-dated"],
            },
        ),
        migrations.CreateModel(
            name="Neighbour",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "neighbour_set",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="neighbours",
                        to="datasets.neighbourset",
                    ),
                ),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="neighbours", to="regions.authority"
                    ),
                ),
                ("rank", models.PositiveSmallIntegerField()),
                (
                    "neighbour",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="regions.authority"
                    ),
                ),
                ("closeness", models.CharField(blank=True, max_length=30)),
            ],
            options={
                "verbose_name": "statistical neighbour",
                "ordering": ["neighbour_set", "authority", "rank"],
                "constraints": [
                    models.UniqueConstraint(fields=("neighbour_set", "authority", "rank"), name="neighbour_rank_once"),
                    models.UniqueConstraint(fields=("neighbour_set", "authority", "neighbour"), name="neighbour_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Population",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="populations", to="regions.authority"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="mid-year")),
                ("value", models.PositiveIntegerField()),
                ("source", models.CharField(max_length=100)),
                ("vintage", models.CharField(max_length=60)),
            ],
            options={
                "ordering": ["authority", "-year"],
                "constraints": [
                    models.UniqueConstraint(fields=("authority", "year", "vintage"), name="population_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="FigureNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="regions.authority"
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="datasets.indicator"
                    ),
                ),
                ("period", models.CharField(max_length=12)),
                ("text", models.TextField(max_length=2000)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "note on a figure",
                "verbose_name_plural": "notes on figures",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="DataExport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "collection_period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exports",
                        to="datasets.collectionperiod",
                    ),
                ),
                (
                    "recipient",
                    models.CharField(
                        choices=[
                            ("lga", "Local Government Association"),
                            ("dfe", "Department for Education"),
                            ("member", "A member"),
                        ],
                        max_length=10,
                        verbose_name="went to",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("rows", models.PositiveIntegerField()),
                ("digest", models.CharField(max_length=64, verbose_name="SHA-256 of the content")),
                ("content", models.JSONField(default=list)),
            ],
            options={
                "verbose_name": "export of figures",
                "verbose_name_plural": "exports of figures",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="RegionalReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reports", to="regions.region"
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                (
                    "status",
                    models.CharField(choices=[("draft", "Draft"), ("final", "Final")], default="draft", max_length=10),
                ),
                (
                    "collection_period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="datasets.collectionperiod",
                    ),
                ),
                ("sections", models.JSONField(default=list)),
                ("figures", models.JSONField(default=dict)),
                ("revision", models.PositiveIntegerField(default=1)),
                ("drafted_at", models.DateTimeField()),
                (
                    "drafted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="made final")),
            ],
            options={
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["draft", "final"])), name="regional_report_status_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("finished_at__isnull", True), ("status", "draft")),
                            models.Q(("finished_at__isnull", False), ("status", "final")),
                            _connector="OR",
                        ),
                        name="regional_report_final_has_time",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="return",
            name="edition",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="datasets.edition",
            ),
        ),
        migrations.AddField(
            model_name="return",
            name="signed",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="datasets.edition",
            ),
        ),
        migrations.AddField(
            model_name="return",
            name="published",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="datasets.edition",
            ),
        ),
        migrations.AddConstraint(
            model_name="return",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status__in", ("expected", "withdrawn")), ("edition__isnull", False), _connector="OR"
                ),
                name="return_has_an_edition",
            ),
        ),
        migrations.AddConstraint(
            model_name="return",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "published"), _negated=True), ("published__isnull", False), _connector="OR"
                ),
                name="return_published_has_edition",
            ),
        ),
    ]
