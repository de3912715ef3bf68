/** DOM writes that happen only on change; text goes into text nodes, never through a parser. */

export function text(node: Element | null | undefined, value: string): boolean {
  if (!node || node.textContent === value) {
    return false;
  }
  const first = node.firstChild;
  if (first instanceof Text && !first.nextSibling) {
    first.data = value;
  } else {
    node.textContent = value;
  }
  return true;
}

export function attribute(
  node: Element | null | undefined,
  name: string,
  value: string | null,
): void {
  if (!node || node.getAttribute(name) === value) {
    return;
  }
  if (value === null) {
    node.removeAttribute(name);
  } else {
    node.setAttribute(name, value);
  }
}

/** The first element below `root` that shows `name`. */
export function field(root: ParentNode, name: string): HTMLElement | null {
  return root.querySelector<HTMLElement>(`[data-field="${name}"]`);
}

export function element(name: string, value: string): HTMLElement {
  const created = document.createElement(name);
  created.textContent = value;
  return created;
}

/** A copy of the only element inside `<template id>`. */
export function fromTemplate(id: string): HTMLElement | null {
  const template = document.getElementById(id);
  const first = template instanceof HTMLTemplateElement ? template.content.firstElementChild : null;
  return first ? (first.cloneNode(true) as HTMLElement) : null;
}
