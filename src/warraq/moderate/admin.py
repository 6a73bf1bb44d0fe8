"""The desk: where moderators list reports and hide or restore pictures, and see outlets and articles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.db.models import Count, Max, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from warraq.moderate.reports import settle
from warraq.options import read_options
from warraq.store import models

if TYPE_CHECKING:  # Django's own classes take no parameters when they run
    ReportInline = admin.TabularInline[models.Report, models.Picture]
    PictureAdmin = admin.ModelAdmin[models.Picture]
    OutletAdmin = admin.ModelAdmin[models.Outlet]
    ArticleAdmin = admin.ModelAdmin[models.Article]
else:
    ReportInline = admin.TabularInline
    PictureAdmin = OutletAdmin = ArticleAdmin = admin.ModelAdmin

admin.site.site_header = "ورّاق · مكتب التحرير"
admin.site.site_title = "ورّاق"
admin.site.index_title = "المكتب"


def picture_file(request: HttpRequest, sha256: str) -> HttpResponse:
    """A picture's thumbnail, hidden or not, for moderators alone."""
    picture = get_object_or_404(models.Picture, sha256=sha256)
    file = read_options().data / "pictures" / picture.sha256[:2] / f"{picture.sha256}-small.webp"
    if not file.is_file():
        raise Http404
    return HttpResponse(
        file.read_bytes(), content_type="image/webp", headers={"Cache-Control": "private, no-store"}
    )


class ReportLines(ReportInline):
    """The reports of a picture, newest first."""

    model = models.Report
    fields = ("reported_at", "reason", "article", "is_settled")
    readonly_fields = fields
    ordering = ("-reported_at",)
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Reports come from readers only."""
        return False


@admin.register(models.Picture)
class PictureDesk(PictureAdmin):
    """Pictures: those reported first."""

    list_display = ("thumbnail", "people", "last_report", "is_hidden", "is_pinned", "size", "added_at")
    list_display_links = ("thumbnail",)
    list_filter = ("is_hidden", "is_pinned")
    search_fields = ("sha256",)
    actions = ("hide", "restore")
    fields = ("thumbnail", "sha256", "size", "is_hidden", "is_pinned", "added_at")
    readonly_fields = fields
    inlines = (ReportLines,)

    def get_urls(self) -> list[URLPattern]:
        """The desk's own address of a picture's file."""
        view = self.admin_site.admin_view(picture_file)
        return [path("file/<str:sha256>", view, name="store_picture_file"), *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> QuerySet[models.Picture]:
        """With the number of people whose reports wait for a decision."""
        waiting = Count("reports", filter=Q(reports__is_settled=False))
        rows = super().get_queryset(request).annotate(waiting=waiting, reported=Max("reports__reported_at"))
        return rows.order_by("-waiting", "-reported", "-pk")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Pictures come from outlets only."""
        return False

    @admin.display(description="الصورة")
    def thumbnail(self, picture: models.Picture) -> SafeString:
        """Moderators see what visitors may not: the desk's own address serves hidden pictures too."""
        address = reverse("admin:store_picture_file", args=[picture.sha256])
        return format_html('<img src="{}" width="160" alt="">', address)

    @admin.display(description="بلاغات", ordering="waiting")
    def people(self, picture: models.Picture) -> int:
        """How many people's reports wait."""
        return int(getattr(picture, "waiting", 0))

    @admin.display(description="آخر بلاغ", ordering="reported")
    def last_report(self, picture: models.Picture) -> Any:
        """When it was last reported."""
        return getattr(picture, "reported", None)

    @admin.display(description="المقاس")
    def size(self, picture: models.Picture) -> str:
        """Width by height."""
        return f"{picture.width}×{picture.height}"

    @admin.action(description="إخفاء الصورة")
    def hide(self, request: HttpRequest, pictures: QuerySet[models.Picture]) -> None:
        """Hide wherever the same file appears."""
        self._settle(request, pictures, is_hidden=True)

    @admin.action(description="إعادة الصورة (تبقى)")
    def restore(self, request: HttpRequest, pictures: QuerySet[models.Picture]) -> None:
        """Show again; later reports no longer hide it."""
        self._settle(request, pictures, is_hidden=False)

    def _settle(self, request: HttpRequest, pictures: QuerySet[models.Picture], *, is_hidden: bool) -> None:
        chosen = list(pictures)
        for picture in chosen:
            settle(picture, is_hidden=is_hidden)
        done = "أُخفيت" if is_hidden else "أُعيدت"
        self.message_user(request, f"{done}: {len(chosen)}", messages.SUCCESS)


@admin.register(models.Outlet)
class OutletDesk(OutletAdmin):
    """Outlets: their names, state, and what may be shown of them."""

    list_display = ("slug", "names", "language", "state", "show", "is_name_verified")
    list_filter = ("edition", "state", "language", "show", "is_name_verified")
    search_fields = ("slug", "homepage", "names")
    readonly_fields = ("edition", "slug", "added_at", "logo")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Outlets are added by `warraq outlet add`, which looks before it adds."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """An outlet with articles is removed by its state, never deleted."""
        return False


@admin.register(models.Article)
class ArticleDesk(ArticleAdmin):
    """Articles, to look them up; what an outlet published is not edited here."""

    list_display = ("id", "title", "outlet", "seen_at", "versions", "withdrawn_at")
    list_filter = ("edition", "language", "section")
    search_fields = ("title", "address")
    list_select_related = ("outlet",)
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Articles come from outlets only."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What an outlet published is not edited."""
        return False

    @admin.display(description="التعديلات", ordering="revision_count")
    def versions(self, article: models.Article) -> SafeString | str:
        """How often it was edited, and the way to what was changed."""
        if not article.revision_count:
            return ""
        address = reverse("desk_versions", args=[article.pk])
        return format_html('<a href="{}">{}</a>', address, article.revision_count)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Deletion is the takedown desk's, a later part."""
        return False
