"""Addresses of moderation."""

from django.urls import path

from selfassessment.views import feedback, judging, moderation, panels, points

CYCLE, OFFER = "moderation/cycles/<int:pk>/", "moderation/offers/<int:pk>/"
PANEL, MEMBER, POINT = "moderation/panels/<int:pk>/", "moderation/members/<int:pk>/", "moderation/points/<int:pk>/"

urlpatterns = [
    path("moderation/", moderation.moderation_home, name="moderation_home"),
    path(f"{CYCLE}volunteers/", moderation.volunteer_list, name="volunteer_list"),
    path(f"{CYCLE}offer/", moderation.volunteer_offer, name="volunteer_offer"),
    path(f"{OFFER}change/", moderation.volunteer_change, name="volunteer_change"),
    path(f"{OFFER}withdraw/", moderation.volunteer_withdraw, name="volunteer_withdraw"),
    path(f"{OFFER}example/", moderation.volunteer_calibrate, name="volunteer_calibrate"),
    path("moderation/self-evaluations/<int:pk>/panel/", panels.panel_form, name="panel_form"),
    path(PANEL, panels.panel_detail, name="panel_detail"),
    path(f"{PANEL}members/add/", panels.member_add, name="member_add"),
    path(f"{PANEL}name/", panels.panel_announce, name="panel_announce"),
    path(f"{PANEL}begin/", panels.panel_begin, name="panel_begin"),
    path(f"{PANEL}new-text/", panels.panel_take_up, name="panel_take_up"),
    path(f"{PANEL}stop/", panels.panel_stop, name="panel_stop"),
    path(f"{MEMBER}accept/", panels.member_accept, name="member_accept"),
    path(f"{MEMBER}decline/", panels.member_decline, name="member_decline"),
    path(f"{MEMBER}stand-down/", panels.member_stand_down, name="member_stand_down"),
    path(f"{MEMBER}object/", panels.member_object, name="member_object"),
    path("moderation/objections/<int:pk>/uphold/", panels.objection_uphold, name="objection_uphold"),
    path("moderation/objections/<int:pk>/reject/", panels.objection_reject, name="objection_reject"),
    path(f"{PANEL}sections/<slug:slug>/", judging.panel_section, name="panel_section"),
    path(f"{MEMBER}hand-in/", judging.member_hand_in, name="member_hand_in"),
    path("moderation/views/<int:pk>/agree/", judging.view_confirm, name="view_confirm"),
    path(f"{PANEL}third/", judging.panel_third, name="panel_third"),
    path(f"{PANEL}settle/", judging.panel_settle, name="panel_settle"),
    path(f"{PANEL}points/add/", points.point_raise, name="point_raise"),
    path(POINT, points.point_detail, name="point_detail"),
    path(f"{POINT}change/", points.point_change, name="point_change"),
    path(f"{POINT}discussion/", points.point_discuss, name="point_discuss"),
    path(f"{POINT}discussion/correct/", points.point_correct, name="point_correct"),
    path(f"{POINT}close/", points.point_close, name="point_close"),
    path(f"{PANEL}feedback/", feedback.feedback_detail, name="feedback_detail"),
    path(f"{PANEL}feedback/write/", points.feedback_write, name="feedback_write"),
    path(f"{PANEL}feedback/chair/", points.panel_hand_on, name="panel_hand_on"),
    path(f"{PANEL}feedback/back/", points.panel_give_back, name="panel_give_back"),
    path(f"{PANEL}feedback/send/", points.panel_send_on, name="panel_send_on"),
    path(f"{PANEL}feedback/reply/", points.feedback_reply, name="feedback_reply"),
    path(f"{PANEL}feedback/reconsider/", points.panel_reconsider, name="panel_reconsider"),
    path(f"{PANEL}feedback/final/", points.panel_finish, name="panel_finish"),
]
