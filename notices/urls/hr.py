"""Addresses for HR: rules, what was told, channels and webhooks."""

from django.urls import path

from notices.views import channels, messages, rules, told

urlpatterns = [
    path("sent/rules/", rules.RulesPage.as_view(), name="rules"),
    path("sent/rules/<str:name>/", rules.RulePage.as_view(), name="rule"),
    path("sent/rules/<str:name>/set/", rules.SetRulePage.as_view(), name="rule_set"),
    path("sent/rules/<str:name>/tomorrow/", rules.RuleTomorrow.as_view(), name="rule_tomorrow"),
    path("sent/", told.ToldPage.as_view(), name="told"),
    path("sent/<int:pk>/", told.ToldOnePage.as_view(), name="told_one"),
    path("sent/messages/<int:pk>/", messages.MessagePage.as_view(), name="message"),
    path("sent/messages/<int:pk>/send-again/", messages.ResendMessage.as_view(), name="resend"),
    path("sent/messages/<int:pk>/replay/", messages.ReplayMessage.as_view(), name="replay"),
    path("sent/channels/", channels.ChannelsPage.as_view(), name="channels"),
    path("sent/channels/new-robot/", channels.NewRobotPage.as_view(), name="robot_new"),
    path("sent/channels/new-webhook/", channels.NewWebhookPage.as_view(), name="webhook_new"),
    path("sent/channels/<int:pk>/", channels.ChannelPage.as_view(), name="channel"),
    path("sent/channels/<int:pk>/change/", channels.ChangeChannelPage.as_view(), name="channel_change"),
    path("sent/channels/<int:pk>/switch/", channels.SwitchChannelPage.as_view(), name="channel_switch"),
    path("sent/channels/<int:pk>/test/", channels.SendTest.as_view(), name="channel_test"),
    path("sent/channels/<int:pk>/retry/", channels.RetryChannel.as_view(), name="channel_retry"),
    path("sent/channels/<int:pk>/secret/", channels.RenewSecretPage.as_view(), name="channel_secret"),
    path("sent/channels/<int:pk>/messages/", messages.ChannelLog.as_view(), name="channel_log"),
]
