import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("regions", "0005_sign_off_of_returns"),
    ]

    operations = [
        migrations.CreateModel(
            name="Revision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("content", models.JSONField(default=list)),
                ("digest", models.CharField(max_length=64, verbose_name="SHA-256")),
                ("words", models.PositiveIntegerField()),
                ("made_at", models.DateTimeField()),
                (
                    "confirmed",
                    models.JSONField(blank=True, default=list, verbose_name="warnings that the author confirmed"),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["-number"],
            },
        ),
        migrations.CreateModel(
            name="Template",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=100)),
                (
                    "status",
                    models.CharField(
                        choices=[("draft", "Draft"), ("in-use", "In use"), ("ended", "No longer used")],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("label", models.CharField(default="Self-evaluation", max_length=40, verbose_name="what it is called")),
                ("content", models.JSONField(default=list)),
                ("number", models.PositiveIntegerField(default=1, verbose_name="times saved")),
                ("made_at", models.DateTimeField()),
                (
                    "drafted_from",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="drafts",
                        to="selfassessment.template",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evaluation_templates",
                        to="regions.region",
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["draft", "in-use", "ended"])), name="template_status_known"
                    ),
                    models.UniqueConstraint(fields=("region", "name"), name="template_name_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("region", None)), fields=("name",), name="template_shipped_name_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Cycle",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(help_text="For instance 2026-27.", max_length=20, verbose_name="year")),
                (
                    "status",
                    models.CharField(
                        choices=[("planned", "Being prepared"), ("open", "Open"), ("closed", "Closed")],
                        default="planned",
                        max_length=10,
                    ),
                ),
                ("opens_on", models.DateField(verbose_name="writing begins")),
                ("closes_on", models.DateField(verbose_name="closing date")),
                ("release_on", models.DateField(verbose_name="opened to the region on")),
                ("moderate_by", models.DateField(verbose_name="judgements by")),
                ("feedback_by", models.DateField(verbose_name="feedback by")),
                (
                    "chief_executive_approves",
                    models.BooleanField(default=True, verbose_name="the chief executive approves"),
                ),
                ("lead_member_approves", models.BooleanField(default=True, verbose_name="the lead member approves")),
                (
                    "decisions_recorded",
                    models.BooleanField(default=False, verbose_name="an officer may record decisions"),
                ),
                (
                    "conversations",
                    models.BooleanField(default=True, verbose_name="the annual conversation is kept here"),
                ),
                (
                    "release_first",
                    models.BooleanField(default=False, verbose_name="own release before reading others'"),
                ),
                ("election_from", models.DateField(blank=True, null=True, verbose_name="pre-election period from")),
                ("election_until", models.DateField(blank=True, null=True, verbose_name="until (first day after)")),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="cycles", to="regions.region"
                    ),
                ),
                (
                    "template",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="cycles", to="selfassessment.template"
                    ),
                ),
            ],
            options={
                "ordering": ["-opens_on", "region__name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["planned", "open", "closed"])), name="cycle_status_known"
                    ),
                    models.UniqueConstraint(fields=("region", "name"), name="cycle_once_a_year"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("opens_on__lte", models.F("closes_on")),
                            ("closes_on__lte", models.F("release_on")),
                            ("release_on__lte", models.F("moderate_by")),
                            ("moderate_by__lte", models.F("feedback_by")),
                        ),
                        name="cycle_dates_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("chief_executive_approves", True), ("lead_member_approves", True), _connector="OR"
                        ),
                        name="cycle_somebody_approves",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SelfEvaluation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("expected", "Not started"),
                            ("draft", "Being written"),
                            ("submitted", "With its approvers"),
                            ("returned", "Returned with words"),
                            ("approved", "Approved"),
                            ("released", "Released"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="expected",
                        max_length=10,
                    ),
                ),
                ("joined_on", models.DateField(blank=True, null=True, verbose_name="joined the cycle")),
                ("received_on", models.DateField(blank=True, null=True, verbose_name="received")),
                ("released_at", models.DateTimeField(blank=True, null=True, verbose_name="released")),
                ("opens_on", models.DateField(blank=True, null=True, verbose_name="open to readers from")),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="self_evaluations",
                        to="regions.authority",
                    ),
                ),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evaluations",
                        to="selfassessment.cycle",
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="selfassessment.revision",
                    ),
                ),
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
            ],
            options={
                "verbose_name": "self-evaluation",
                "ordering": ["-cycle__opens_on", "authority__name"],
                "constraints": [
                    models.UniqueConstraint(fields=("cycle", "authority"), name="self_evaluation_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                ["expected", "draft", "submitted", "returned", "approved", "released", "withdrawn"],
                            )
                        ),
                        name="self_evaluation_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status__in", ["submitted", "approved", "released"]), _negated=True),
                            ("revision__isnull", False),
                            _connector="OR",
                        ),
                        name="self_evaluation_frozen_has_text",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("opens_on__isnull", False), ("released_at__isnull", False), ("status", "released")
                            ),
                            models.Q(
                                models.Q(("status", "released"), _negated=True),
                                ("opens_on", None),
                                ("released_at", None),
                            ),
                            _connector="OR",
                        ),
                        name="self_evaluation_released_has_dates",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Panel",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("forming", "Panel being put together"),
                            ("announced", "Panel named; the authority may object"),
                            ("judging", "Moderators judge apart"),
                            ("agreeing", "Moderators agree a view"),
                            ("discussing", "Points being discussed"),
                            ("checking", "With the panel chair"),
                            ("replying", "With the authority for its reply"),
                            ("final", "Feedback final"),
                            ("stopped", "Stopped"),
                        ],
                        default="forming",
                        max_length=10,
                    ),
                ),
                ("announced_on", models.DateField(blank=True, null=True, verbose_name="named")),
                ("object_until", models.DateField(blank=True, null=True, verbose_name="objections until")),
                ("judge_by", models.DateField(verbose_name="judgements by")),
                (
                    "third_asked_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="third moderator asked for"),
                ),
                ("sent_on", models.DateField(blank=True, null=True, verbose_name="feedback sent")),
                ("reply_until", models.DateField(blank=True, null=True, verbose_name="reply until")),
                ("final_at", models.DateTimeField(blank=True, null=True, verbose_name="feedback final")),
                (
                    "revision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="panels", to="selfassessment.revision"
                    ),
                ),
                (
                    "evaluation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="panels",
                        to="selfassessment.selfevaluation",
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                [
                                    "forming",
                                    "announced",
                                    "judging",
                                    "agreeing",
                                    "discussing",
                                    "checking",
                                    "replying",
                                    "final",
                                    "stopped",
                                ],
                            )
                        ),
                        name="panel_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "final"), _negated=True), ("final_at__isnull", False), _connector="OR"
                        ),
                        name="panel_final_has_time",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "stopped"), _negated=True),
                        fields=("evaluation",),
                        name="panel_one_an_evaluation",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Feedback",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("content", models.JSONField(default=dict)),
                ("number", models.PositiveIntegerField(default=1, verbose_name="times saved")),
                ("tone", models.TextField(blank=True, verbose_name="what the chair of the panel said")),
                ("reply", models.TextField(blank=True, verbose_name="reply of the authority")),
                ("replied_at", models.DateTimeField(blank=True, null=True)),
                (
                    "changed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "replied_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "panel",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="feedback", to="selfassessment.panel"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "feedback",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="PanelMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "part",
                    models.CharField(
                        choices=[
                            ("moderator", "Moderator"),
                            ("third", "Third moderator"),
                            ("chair", "Chair of the panel"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("asked", "Asked"),
                            ("accepted", "Accepted"),
                            ("declined", "Declined"),
                            ("stood-down", "Stood down"),
                        ],
                        default="asked",
                        max_length=12,
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("judged_at", models.DateTimeField(blank=True, null=True, verbose_name="judgements handed in")),
                (
                    "panel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="members", to="selfassessment.panel"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="panels", to="regions.person"
                    ),
                ),
            ],
            options={
                "ordering": ["panel", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["asked", "accepted", "declined", "stood-down"])),
                        name="panel_member_status_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status__in", ["asked", "accepted"])),
                        fields=("panel", "person"),
                        name="panel_member_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("part__in", ["third", "chair"]), ("status__in", ["asked", "accepted"])),
                        fields=("panel", "part"),
                        name="panel_one_chair_and_third",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Objection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "status",
                    models.CharField(
                        choices=[("raised", "Raised"), ("upheld", "Upheld"), ("not-upheld", "Not upheld")],
                        default="raised",
                        max_length=10,
                    ),
                ),
                ("text", models.TextField(verbose_name="why")),
                ("raised_at", models.DateTimeField()),
                ("decision", models.TextField(blank=True)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "raised_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="objections",
                        to="selfassessment.panelmember",
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["raised", "upheld", "not-upheld"])),
                        name="objection_status_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "raised")), fields=("member",), name="objection_one_open"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Judgement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("section", models.SlugField(max_length=60)),
                ("value", models.CharField(max_length=30)),
                ("words", models.TextField(blank=True, verbose_name="why")),
                ("saved_at", models.DateTimeField()),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="judgements",
                        to="selfassessment.panelmember",
                    ),
                ),
            ],
            options={
                "ordering": ["member", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("member", "section"), name="judgement_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Point",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("section", models.SlugField(blank=True, max_length=60)),
                ("text", models.TextField()),
                (
                    "seriousness",
                    models.CharField(
                        choices=[("to-note", "To note"), ("to-discuss", "To discuss"), ("serious", "Serious")],
                        default="to-discuss",
                        max_length=12,
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("raised", "Raised"), ("discussed", "Discussed"), ("closed", "Closed")],
                        default="raised",
                        max_length=10,
                    ),
                ),
                ("raised_at", models.DateTimeField()),
                ("discussed_on", models.DateField(blank=True, null=True)),
                ("with_whom", models.CharField(blank=True, max_length=300, verbose_name="who took part")),
                ("discussion", models.TextField(blank=True, verbose_name="what was said")),
                ("outcome", models.TextField(blank=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "panel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="points", to="selfassessment.panel"
                    ),
                ),
                (
                    "raised_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "point to discuss",
                "verbose_name_plural": "points to discuss",
                "ordering": ["panel", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["raised", "discussed", "closed"])), name="point_status_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status", "raised"),
                            models.Q(("discussed_on__isnull", False), models.Q(("discussion", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="point_discussed_has_discussion",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "closed"), _negated=True), ("closed_at__isnull", False), _connector="OR"
                        ),
                        name="point_closed_has_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Priority",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=150)),
                ("text", models.TextField(blank=True, verbose_name="why, and what would be done")),
                (
                    "theme",
                    models.CharField(
                        choices=[
                            ("leadership", "Leadership and governance"),
                            ("help-and-protection", "Help and protection"),
                            ("care", "Children in care"),
                            ("care-leavers", "Care leavers"),
                            ("send", "Special educational needs and disabilities"),
                            ("education", "Education"),
                            ("early-years", "Early years"),
                            ("workforce", "Workforce"),
                            ("resources", "Use of resources"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("proposed", "Proposed"), ("agreed", "Agreed"), ("set-aside", "Set aside")],
                        default="proposed",
                        max_length=10,
                    ),
                ),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="priorities",
                        to="selfassessment.cycle",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "priorities",
                "ordering": ["cycle", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["proposed", "agreed", "set-aside"])),
                        name="priority_status_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reopening",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "status_before",
                    models.CharField(
                        choices=[
                            ("expected", "Not started"),
                            ("draft", "Being written"),
                            ("submitted", "With its approvers"),
                            ("returned", "Returned with words"),
                            ("approved", "Approved"),
                            ("released", "Released"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        max_length=10,
                    ),
                ),
                ("words", models.TextField(verbose_name="why")),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reopenings",
                        to="selfassessment.revision",
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="OfficeComment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "office",
                    models.CharField(
                        choices=[
                            ("chief-executive", "Chief executive"),
                            ("lead-member", "Lead member for children's services"),
                        ],
                        max_length=15,
                    ),
                ),
                ("words", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comments",
                        to="selfassessment.revision",
                    ),
                ),
            ],
            options={
                "verbose_name": "comment of an approver’s office",
                "verbose_name_plural": "comments of approvers’ offices",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="Finding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("section", models.SlugField(max_length=60)),
                ("place", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("strength", "Strength"),
                            ("area", "Area for development"),
                            ("request", "Request for help"),
                            ("offer", "Offer of support"),
                        ],
                        max_length=10,
                    ),
                ),
                ("text", models.TextField()),
                (
                    "theme",
                    models.CharField(
                        choices=[
                            ("leadership", "Leadership and governance"),
                            ("help-and-protection", "Help and protection"),
                            ("care", "Children in care"),
                            ("care-leavers", "Care leavers"),
                            ("send", "Special educational needs and disabilities"),
                            ("education", "Education"),
                            ("early-years", "Early years"),
                            ("workforce", "Workforce"),
                            ("resources", "Use of resources"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "service_area",
                    models.CharField(
                        choices=[
                            ("front-door", "Front door and assessment"),
                            ("early-help", "Early help and family support"),
                            ("children-in-need", "Children in need and child protection"),
                            ("children-in-care", "Children in care, fostering and adoption"),
                            ("leaving-care", "Leaving care"),
                            ("youth-justice", "Youth justice and exploitation"),
                            ("send-services", "Services for special educational needs and disabilities"),
                            ("schools", "Schools, attendance and inclusion"),
                            ("early-years-services", "Early years and childcare"),
                            ("commissioning", "Commissioning and sufficiency"),
                            ("quality-assurance", "Quality assurance and learning"),
                            ("whole-service", "The whole service"),
                        ],
                        max_length=25,
                    ),
                ),
                (
                    "fate",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("continues", "Still so"),
                            ("achieved", "Achieved"),
                            ("changed", "Now in other words"),
                            ("dropped", "No longer followed"),
                            ("lost", "No longer a strength"),
                        ],
                        max_length=10,
                        verbose_name="what became of it",
                    ),
                ),
                ("fate_words", models.TextField(blank=True, verbose_name="in words")),
                (
                    "carried_from",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="later",
                        to="selfassessment.finding",
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="selfassessment.revision",
                    ),
                ),
            ],
            options={
                "ordering": ["revision", "kind", "place"],
                "indexes": [
                    models.Index(fields=["kind", "theme"], name="selfassessm_kind_420c19_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("revision", "kind", "place"), name="finding_once"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["strength", "area", "request", "offer"])),
                        name="finding_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("fate", ""), ("carried_from__isnull", False), _connector="OR"),
                        name="finding_fate_of_something",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Approval",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "office",
                    models.CharField(
                        choices=[
                            ("chief-executive", "Chief executive"),
                            ("lead-member", "Lead member for children's services"),
                        ],
                        max_length=15,
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("given", "Approved"),
                            ("returned", "Returned with words"),
                            ("overtaken", "Overtaken by a later text"),
                            ("repudiated", "Repudiated by the holder"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "capacity",
                    models.CharField(
                        choices=[
                            ("holder", "Holder of the office"),
                            ("stand-in", "Recorded stand-in"),
                            ("recorded", "Recorded by a named officer"),
                        ],
                        default="holder",
                        max_length=10,
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("title", models.CharField(max_length=200, verbose_name="office, as it is called there")),
                ("decided_on", models.DateField()),
                ("words", models.TextField(blank=True, verbose_name="what they said")),
                ("evidence", models.TextField(blank=True)),
                ("entered_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="overtaken or repudiated")),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="regions.person",
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="approvals",
                        to="selfassessment.revision",
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["given", "returned", "overtaken", "repudiated"])),
                        name="approval_status_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "given")),
                        fields=("revision", "office"),
                        name="approval_one_an_office",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("person__isnull", False), ("status", "given")),
                        fields=("revision", "person"),
                        name="approval_one_a_person",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SectionText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("section", models.SlugField(max_length=60)),
                ("number", models.PositiveIntegerField(default=0, verbose_name="times saved")),
                ("content", models.JSONField(default=dict)),
                ("finished", models.BooleanField(default=False, verbose_name="finished for now")),
                ("changed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "changed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "evaluation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sections",
                        to="selfassessment.selfevaluation",
                    ),
                ),
            ],
            options={
                "verbose_name": "section",
                "ordering": ["evaluation", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("evaluation", "section"), name="section_text_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="SectionSave",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("content", models.JSONField(default=dict)),
                ("saved_at", models.DateTimeField()),
                (
                    "saved_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "text",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="saves",
                        to="selfassessment.sectiontext",
                    ),
                ),
            ],
            options={
                "verbose_name": "save of a section",
                "verbose_name_plural": "saves of sections",
                "ordering": ["-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("text", "number"), name="section_save_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reading_as", models.CharField(max_length=300)),
                ("first_at", models.DateTimeField()),
                ("last_at", models.DateTimeField()),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "evaluation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="readings",
                        to="selfassessment.selfevaluation",
                    ),
                ),
            ],
            options={
                "ordering": ["evaluation", "-last_at"],
                "constraints": [
                    models.UniqueConstraint(fields=("evaluation", "user"), name="reading_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Pause",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts", models.DateField(verbose_name="from")),
                ("ends", models.DateField(blank=True, null=True, verbose_name="until (first day after)")),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("inspection", "An inspection"),
                            ("emergency", "A serious incident"),
                            ("election", "Pre-election period"),
                            ("other", "Something else"),
                        ],
                        max_length=10,
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=300, verbose_name="in words, for the region's team")),
                (
                    "paused_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "evaluation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pauses",
                        to="selfassessment.selfevaluation",
                    ),
                ),
            ],
            options={
                "ordering": ["evaluation", "starts"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends", None), ("ends__gt", models.F("starts")), _connector="OR"),
                        name="pause_ends_after_start",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ends", None)), fields=("evaluation",), name="pause_one_open"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OfficeMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "office",
                    models.CharField(
                        choices=[
                            ("chief-executive", "Chief executive"),
                            ("lead-member", "Lead member for children's services"),
                        ],
                        max_length=15,
                    ),
                ),
                ("named_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "named_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="regions.person"
                    ),
                ),
                (
                    "evaluation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="office_members",
                        to="selfassessment.selfevaluation",
                    ),
                ),
            ],
            options={
                "verbose_name": "officer of an approver",
                "verbose_name_plural": "officers of approvers",
                "ordering": ["evaluation", "office", "person__name"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("evaluation", "office", "person"),
                        name="office_member_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NamedEditor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("named_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "named_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="regions.person"
                    ),
                ),
                (
                    "evaluation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="editors",
                        to="selfassessment.selfevaluation",
                    ),
                ),
            ],
            options={
                "ordering": ["evaluation", "person__name"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("evaluation", "person"),
                        name="named_editor_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InvitedReader",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts", models.DateField(verbose_name="from")),
                ("ends", models.DateField(verbose_name="until (first day out)")),
                (
                    "invited_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="regions.person"
                    ),
                ),
                (
                    "evaluation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invited",
                        to="selfassessment.selfevaluation",
                    ),
                ),
            ],
            options={
                "ordering": ["evaluation", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends__gt", models.F("starts"))), name="invited_reader_ends_after_start"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Conversation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "status",
                    models.CharField(
                        choices=[("planned", "Planned"), ("held", "Held"), ("called-off", "Called off")],
                        default="planned",
                        max_length=10,
                    ),
                ),
                ("held_on", models.DateField(verbose_name="date")),
                ("pack", models.JSONField(blank=True, default=list)),
                ("notes", models.TextField(blank=True)),
                ("actions", models.JSONField(blank=True, default=list)),
                ("number", models.PositiveIntegerField(default=1, verbose_name="times saved")),
                (
                    "changed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "evaluation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="conversation",
                        to="selfassessment.selfevaluation",
                    ),
                ),
            ],
            options={
                "ordering": ["-held_on"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["planned", "held", "called-off"])),
                        name="conversation_status_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("section", models.SlugField(blank=True, max_length=60)),
                ("file", models.FileField(upload_to="self-evaluations/%Y/")),
                ("name", models.CharField(max_length=200, verbose_name="name of the file")),
                ("size", models.PositiveIntegerField(verbose_name="bytes")),
                ("digest", models.CharField(max_length=64, verbose_name="SHA-256")),
                ("added_at", models.DateTimeField()),
                ("replaced_at", models.DateTimeField(blank=True, null=True)),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "evaluation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attachments",
                        to="selfassessment.selfevaluation",
                    ),
                ),
            ],
            options={
                "ordering": ["evaluation", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("replaced_at", None)),
                        fields=("evaluation", "section"),
                        name="attachment_one_a_section",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Addendum",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("happened_on", models.DateField(verbose_name="day of the event")),
                ("title", models.CharField(max_length=150)),
                ("text", models.TextField()),
                ("section", models.SlugField(blank=True, max_length=60)),
                ("question", models.SlugField(blank=True, max_length=60)),
                ("judgement", models.CharField(blank=True, max_length=60)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Being written"),
                            ("submitted", "With its approvers"),
                            ("added", "Added"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("approved", models.JSONField(blank=True, default=dict)),
                ("returned_with", models.TextField(blank=True, verbose_name="returned with")),
                ("added_at", models.DateTimeField(blank=True, null=True, verbose_name="added")),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "evaluation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="addenda",
                        to="selfassessment.selfevaluation",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "addenda",
                "ordering": ["evaluation", "happened_on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["draft", "submitted", "added", "withdrawn"])),
                        name="addendum_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "added"), _negated=True), ("added_at__isnull", False), _connector="OR"
                        ),
                        name="addendum_added_has_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Unsaved",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seen", models.PositiveIntegerField()),
                ("content", models.JSONField(default=dict)),
                ("typed_at", models.DateTimeField()),
                (
                    "text",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="unsaved",
                        to="selfassessment.sectiontext",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "unsaved text",
                "constraints": [
                    models.UniqueConstraint(fields=("text", "user"), name="unsaved_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Volunteer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("chairs", models.BooleanField(default=False, verbose_name="would chair a panel")),
                ("most", models.PositiveSmallIntegerField(default=2, verbose_name="at most")),
                ("note", models.CharField(blank=True, max_length=300)),
                ("offered_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="volunteers",
                        to="selfassessment.cycle",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="moderating", to="regions.person"
                    ),
                ),
            ],
            options={
                "ordering": ["cycle", "person__name"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at", None)),
                        fields=("cycle", "person"),
                        name="volunteer_once_a_cycle",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Calibration",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("example", models.SlugField(max_length=40)),
                ("judgements", models.JSONField(default=dict)),
                ("same", models.PositiveSmallIntegerField()),
                ("of", models.PositiveSmallIntegerField()),
                ("done_at", models.DateTimeField()),
                (
                    "volunteer",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calibration",
                        to="selfassessment.volunteer",
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="AgreedReader",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts", models.DateField(verbose_name="from")),
                ("ends", models.DateField(verbose_name="until (first day out)")),
                (
                    "agreed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="regions.person"
                    ),
                ),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreed_readers",
                        to="selfassessment.cycle",
                    ),
                ),
            ],
            options={
                "ordering": ["cycle", "person__name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends__gt", models.F("starts"))), name="agreed_reader_ends_after_start"
                    ),
                    models.UniqueConstraint(fields=("cycle", "person", "starts"), name="agreed_reader_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="AgreedView",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("section", models.SlugField(max_length=60)),
                ("value", models.CharField(max_length=30)),
                ("words", models.TextField(blank=True)),
                ("agreed_at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "agreed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "panel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="views", to="selfassessment.panel"
                    ),
                ),
            ],
            options={
                "ordering": ["panel", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("panel", "section"), name="agreed_view_once"),
                ],
            },
        ),
        migrations.AddField(
            model_name="revision",
            name="evaluation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="revisions",
                to="selfassessment.selfevaluation",
            ),
        ),
        migrations.AddConstraint(
            model_name="revision",
            constraint=models.UniqueConstraint(fields=("evaluation", "number"), name="revision_once"),
        ),
    ]
