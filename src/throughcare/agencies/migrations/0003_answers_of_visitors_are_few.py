from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0002_answers_are_kept'),
    ]

    operations = [
        migrations.AddField(
            model_name='keptanswer',
            name='of_visitor',
            field=models.BooleanField(default=False),
        ),
    ]
