"""Addresses of concerns: /cases, and one for each act; /support (UI.md, Pages)."""

from django.urls import path

from cases.views import boards, concerns, lessons, looking_back, moving, picture, telling, working

app_name = "cases"

urlpatterns = [
    path("lessons", lessons.lessons, name="lessons"),
    path("support", boards.support_list, name="support_list"),
    path("cases", concerns.concern_list, name="list"),
    path("cases/grid", picture.grid, name="grid"),
    path("cases/new", concerns.raise_concern, name="raise"),
    path("cases/<int:number>", concerns.concern, name="concern"),
    path("cases/<int:number>/timeline", picture.timeline, name="timeline"),
    path("cases/<int:number>/conditions", concerns.conditions, name="conditions"),
    path("cases/<int:number>/move/<slug:stage>", moving.move, name="move"),
    path("cases/<int:number>/close", moving.close, name="close"),
    path("cases/<int:number>/reopen", moving.reopen, name="reopen"),
    path("cases/<int:number>/government/<slug:step>", moving.government, name="government"),
    path("cases/<int:number>/discussions/new", working.record_discussion, name="discussion"),
    path("cases/<int:number>/discussions/<int:pk>/conclude", working.conclude, name="conclude"),
    path("cases/<int:number>/support/new", working.agree_support, name="agree_support"),
    path("cases/<int:number>/support/<int:pk>", working.support, name="support"),
    path("cases/<int:number>/support/<int:pk>/change", working.change_support, name="change_support"),
    path("cases/<int:number>/support/<int:pk>/progress", working.report_progress, name="progress"),
    path("cases/<int:number>/support/<int:pk>/attention", working.ask_for_attention, name="attention"),
    path("cases/<int:number>/support/<int:pk>/end", working.end_support, name="end_support"),
    path("cases/<int:number>/endings/<int:pk>/look-back", looking_back.look_back, name="look_back"),
    path("cases/<int:number>/endings/<int:pk>/look-back/put-off", looking_back.put_off, name="put_off"),
    path("cases/<int:number>/look-backs/<int:pk>/correct", looking_back.correct, name="correct_look_back"),
    path("cases/<int:number>/support/<int:pk>/terms", boards.terms, name="terms"),
    path("cases/<int:number>/support/<int:pk>/terms.docx", boards.terms_document, name="terms_document"),
    path("cases/<int:number>/support/<int:pk>/inputs/new", boards.add_input, name="add_input"),
    path(
        "cases/<int:number>/support/<int:pk>/inputs/<int:which>/change",
        boards.change_input,
        name="change_input",
    ),
    path("cases/<int:number>/support/<int:pk>/inputs/<int:which>/end", boards.end_input, name="end_input"),
    path("cases/<int:number>/support/<int:pk>/boards/new", boards.form_board, name="form_board"),
    path("cases/<int:number>/support/<int:pk>/boards/<int:which>", boards.board, name="board"),
    path(
        "cases/<int:number>/support/<int:pk>/boards/<int:which>/change",
        boards.change_board,
        name="change_board",
    ),
    path(
        "cases/<int:number>/support/<int:pk>/boards/<int:which>/stand-down",
        boards.stand_board_down,
        name="stand_board_down",
    ),
    path(
        "cases/<int:number>/support/<int:pk>/boards/<int:which>/meetings/new",
        boards.record_board_meeting,
        name="board_meeting",
    ),
    path(
        "cases/<int:number>/support/<int:pk>/boards/<int:which>/actions/new",
        boards.add_board_action,
        name="board_action",
    ),
    path(
        "cases/<int:number>/support/<int:pk>/boards/<int:which>/actions/<int:action>/review",
        boards.review_action,
        name="review_action",
    ),
    path("cases/<int:number>/political-action", working.political_action, name="political_action"),
    path("cases/<int:number>/narrative/new", telling.add_narrative, name="narrative"),
    path("cases/<int:number>/narrative/<int:pk>/correct", telling.correct_narrative, name="correct"),
    path("cases/<int:number>/evidence/new", telling.add_evidence, name="evidence"),
    path("cases/<int:number>/awareness/new", telling.record_awareness, name="awareness"),
    path("cases/<int:number>/panel-line", telling.panel_line, name="panel_line"),
    path("cases/<int:number>/panel-line/take-back", telling.take_back_panel_line, name="take_back"),
    path("cases/<int:number>/group-office", telling.group_office, name="group_office"),
    path("cases/<int:number>/review", telling.review, name="review"),
    path("cases/<int:number>/owner", telling.owner, name="owner"),
    path("cases/<int:number>/deputy", telling.deputy, name="deputy"),
    path("cases/<int:number>/open-to", telling.open_to, name="open_to"),
]
