from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Tombstone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('data_key', models.CharField(max_length=32, unique=True)),
                ('agency', models.UUIDField()),
                ('kind', models.CharField(max_length=8)),
                ('subject', models.UUIDField()),
                ('at', models.DateTimeField()),
            ],
        ),
    ]
