from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("regions", "0003_people_groups_imports_and_registers"),
    ]

    operations = [
        migrations.AddField(
            model_name="delegation",
            name="taken_back_on",
            field=models.DateField(blank=True, null=True),
        ),
    ]
