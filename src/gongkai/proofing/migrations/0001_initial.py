import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('orgs', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Run',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('begun_at', models.DateTimeField(verbose_name='开始时间')),
                ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='完成时间')),
                ('is_running', models.BooleanField(default=True, verbose_name='进行中')),
                ('total', models.PositiveIntegerField(default=0, verbose_name='应检查')),
            ],
            options={
                'verbose_name': '全站校对',
                'verbose_name_plural': '全站校对',
                'ordering': ['-begun_at', '-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('is_running', True)), fields=('is_running',), name='proofing_one_run_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('wrong', models.CharField(max_length=40, verbose_name='写法')),
                ('serial', models.PositiveIntegerField(verbose_name='版本')),
                ('is_newest', models.BooleanField(default=True, verbose_name='最新版本')),
                ('is_retired', models.BooleanField(default=False, verbose_name='已停用')),
                ('family', models.CharField(choices=[('typo', '错别字'), ('banned', '禁用表述'), ('name', '机构和职务旧称'), ('law', '已废止的法律')], max_length=8, verbose_name='类别')),
                ('right', models.CharField(blank=True, max_length=40, verbose_name='应为')),
                ('weight', models.CharField(choices=[('blocks', '必须改正'), ('asks', '改正或说明理由'), ('tells', '提示')], max_length=8, verbose_name='处理')),
                ('reason', models.CharField(blank=True, max_length=100, verbose_name='说明')),
                ('allowed', models.JSONField(default=list, verbose_name='例外')),
                ('since', models.DateField(blank=True, null=True, verbose_name='自何日起不用')),
                ('source', models.CharField(max_length=60, verbose_name='来源')),
                ('file_digest', models.CharField(blank=True, max_length=64, verbose_name='词表文件摘要值')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='变更理由')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '词条',
                'verbose_name_plural': '词条',
                'ordering': ['family', 'wrong', '-serial'],
                'indexes': [models.Index(condition=models.Q(('is_newest', True)), fields=['family', 'wrong'], name='proofing_entry_listed')],
                'constraints': [models.UniqueConstraint(fields=('wrong', 'serial'), name='proofing_entry_serial_once'), models.UniqueConstraint(condition=models.Q(('is_newest', True)), fields=('wrong',), name='proofing_one_newest_entry')],
            },
        ),
        migrations.CreateModel(
            name='Ignored',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(max_length=80, verbose_name='对象')),
                ('fingerprint', models.CharField(max_length=64, verbose_name='指纹')),
                ('code', models.CharField(max_length=40, verbose_name='检查项')),
                ('place', models.CharField(blank=True, max_length=200, verbose_name='位置')),
                ('reason', models.CharField(max_length=300, verbose_name='理由')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '保留的问题',
                'verbose_name_plural': '保留的问题',
                'ordering': ['at', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('subject', 'fingerprint'), name='proofing_ignored_once')],
            },
        ),
        migrations.CreateModel(
            name='Checked',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(max_length=80, verbose_name='对象')),
                ('claimed_at', models.DateTimeField(blank=True, null=True, verbose_name='领取时间')),
                ('checked_at', models.DateTimeField(blank=True, null=True, verbose_name='检查时间')),
                ('blocks', models.PositiveIntegerField(default=0, verbose_name='必须改正')),
                ('asks', models.PositiveIntegerField(default=0, verbose_name='改正或说明理由')),
                ('tells', models.PositiveIntegerField(default=0, verbose_name='提示')),
                ('findings', models.JSONField(default=list, verbose_name='问题')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='checked', to='proofing.run')),
                ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.organisation')),
            ],
            options={
                'verbose_name': '校对结果',
                'verbose_name_plural': '校对结果',
                'ordering': ['pk'],
                'indexes': [models.Index(condition=models.Q(('checked_at', None)), fields=['run', 'id'], name='proofing_unchecked'), models.Index(condition=models.Q(('blocks__gt', 0), ('asks__gt', 0), _connector='OR'), fields=['run', 'organisation'], name='proofing_troubled')],
                'constraints': [models.UniqueConstraint(fields=('run', 'subject'), name='proofing_checked_once')],
            },
        ),
    ]
