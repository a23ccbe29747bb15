"""The files in ``deploy/`` agree with each other and with what is told of them. ``tests/browser/test_deploy.py`` runs them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
DEPLOY = ROOT / "deploy"
TEMPLATE = (DEPLOY / "nginx" / "dateline.conf.template").read_text(encoding="utf-8")
DOCKERFILE = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
WRITABLE = "/tmp"
FILLED = {*re.findall(r"\$\{(DATELINE_\w+)\}", TEMPLATE)}


def loaded(path: Path) -> list[Any]:
    return list(yaml.safe_load_all(path.read_text(encoding="utf-8")))


@pytest.fixture
def manifests() -> dict[tuple[str, str], Any]:
    """What Kubernetes is asked for, by kind and name."""
    listed = loaded(DEPLOY / "kubernetes" / "kustomization.yaml")[0]["resources"]
    found = [one for name in listed for one in loaded(DEPLOY / "kubernetes" / name)]
    return {(one["kind"], one["metadata"]["name"]): one for one in found}


@pytest.fixture
def compose() -> dict[str, Any]:
    services: dict[str, Any] = loaded(DEPLOY / "compose.yaml")[0]["services"]
    return services


def test_whatever_nginx_needs_is_filled_in_everywhere(manifests: dict[tuple[str, str], Any], compose: dict[str, Any]) -> None:
    fixed = {*re.findall(r"\b(DATELINE_\w+)=", DOCKERFILE)}
    assert fixed | {*compose["proxy"]["environment"]} == FILLED
    pod = manifests["Deployment", "dateline-proxy"]["spec"]["template"]["spec"]["containers"][0]
    assert fixed | {one["name"] for one in pod["env"]} == FILLED
    told = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
    assert {*re.findall(r"\$(DATELINE_\w+)", told.split("envsubst '")[1].split("'")[0])} == FILLED
    assert {*re.findall(r"#   (DATELINE_\w+) ", TEMPLATE)} >= FILLED, "the file explains each"


def test_nginx_knows_each_replica_by_a_name_of_its_own(manifests: dict[tuple[str, str], Any], compose: dict[str, Any]) -> None:
    named = re.findall(r"server (\S+):8501", compose["proxy"]["environment"]["DATELINE_REPLICAS"])
    assert named == [name for name in compose if name != "proxy"]
    assert {*compose["proxy"]["depends_on"]} == {*named}
    dashboards = manifests["StatefulSet", "dateline"]
    pod = manifests["Deployment", "dateline-proxy"]["spec"]["template"]["spec"]["containers"][0]
    value = next(one["value"] for one in pod["env"] if one["name"] == "DATELINE_REPLICAS")
    within = f"{dashboards['spec']['serviceName']}.dateline.svc.cluster.local"
    wanted = [f"dateline-{n}.{within}" for n in range(dashboards["spec"]["replicas"])]
    assert re.findall(r"server (\S+):8501", value) == wanted


def _containers(manifests: dict[tuple[str, str], Any]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    for (kind, _), one in manifests.items():
        if kind in ("StatefulSet", "Deployment"):
            pod = one["spec"]["template"]["spec"]
            yield pod, pod["containers"][0]


def test_nothing_runs_with_rights_or_may_write(manifests: dict[tuple[str, str], Any], compose: dict[str, Any]) -> None:
    for pod, container in _containers(manifests):
        assert pod["securityContext"]["runAsNonRoot"]
        assert not pod["automountServiceAccountToken"]
        assert not pod["enableServiceLinks"], "Kubernetes' own DATELINE_PORT would be taken for ours"
        own = container["securityContext"]
        assert own["readOnlyRootFilesystem"]
        assert not own["allowPrivilegeEscalation"]
        assert own["capabilities"] == {"drop": ["ALL"]}
        assert [one["mountPath"] for one in container["volumeMounts"]] == [WRITABLE]
        assert f"\nUSER {pod['securityContext']['runAsUser']}\n" in DOCKERFILE
    for service in compose.values():
        assert service["read_only"]
        assert service["cap_drop"] == ["ALL"]
        assert service["tmpfs"] == [WRITABLE], "Docker gives it the rights of the image's folder: another one belongs to root"
    assert DOCKERFILE.count("\nUSER ") == DOCKERFILE.count("HEALTHCHECK") == 2


def test_nginx_takes_its_settings_from_the_folder_that_may_be_written() -> None:
    """The nginx image fills in its templates as it starts, and goes on without them where it cannot write."""
    target = re.findall(
        r"^COPY deploy/nginx/dateline\.conf\.template /etc/nginx/templates/(\S+)\.template$", DOCKERFILE, re.MULTILINE
    )
    written = [f"{folder}/{name}" for folder in re.findall(r"NGINX_ENVSUBST_OUTPUT_DIR=(\S+)", DOCKERFILE) for name in target]
    main = (DEPLOY / "nginx" / "nginx.conf").read_text(encoding="utf-8")
    assert written == re.findall(r"^    include (?!/etc/nginx/mime)(\S+);$", main, re.MULTILINE) == [f"{WRITABLE}/dateline.conf"]


def test_the_images_get_what_they_copy_and_no_more() -> None:
    kept = [line for line in (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines() if line[:1] not in "#"]
    allowed = [line.removeprefix("!") for line in kept if line.startswith("!")]
    assert kept[0] == "*"
    copied = {one for sources in re.findall(r"^COPY ([^-\n].*) \S+$", DOCKERFILE, re.MULTILINE) for one in sources.split()}
    for source in copied:
        assert (ROOT / source).exists(), source
        assert any(fnmatch(source, one) or source.startswith(f"{one}/") for one in allowed), source
    for one in allowed:
        assert any(source == one or source.startswith(f"{one}/") or one.startswith(f"{source}/") for source in copied), one


def test_a_secret_is_neither_in_the_images_nor_in_the_files(manifests: dict[tuple[str, str], Any]) -> None:
    assert "Secret" not in {kind for kind, _ in manifests}
    assert "COOKIE_SECRET" not in DOCKERFILE
    example = (DEPLOY / "example.env").read_text(encoding="utf-8")
    assert "\nDATELINE_COOKIE_SECRET=\n" in example
    assert "deploy/.env" in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
