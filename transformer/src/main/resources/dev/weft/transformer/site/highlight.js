// Colours code by Prism's grammars. Lines stay the elements that they are: what is coloured is the text
// of a whole listing, so that comments and text blocks may span lines, and only text nodes are cut.
"use strict";

(function () {
  const languages = window.Prism.languages;

  // Words of module declarations are names like any other where there are methods.
  const declaring = "exports|module|opens?|provides|requires|to|transitive|uses|with";
  languages.java.keyword = new RegExp(
    languages.java.keyword.source.replace(new RegExp(`\\|(?:${declaring})(?=\\|)`, "g"), "")
  );

  // The listings of pages, and no assembler's language: `invokestatic Weft.await(Task) Object`.
  languages.bytecode = {
    string: { pattern: /(^ldc )".*"/m, lookbehind: true, greedy: true },
    keyword: /^[a-z]\w*/m,
    label: /\bL\d+\b/,
    variable: { pattern: /(\d )\([^()\n]+\)/, lookbehind: true },
    function: /[\w$<>-]+(?=\()/,
    property: { pattern: /(\.)[\w$-]+(?= )/, lookbehind: true },
    "class-name": /\b(?:[A-Z][\w$]*|boolean|byte|char|double|float|int|long|short|void)\b/,
    number: /-?\b\d+(?:\.\d+)?(?:E-?\d+)?\b/,
  };

  // What is told apart by colour, by the names that grammars have for it.
  const kinds = {
    annotation: "annotation",
    boolean: "keyword",
    char: "string",
    "class-name": "type",
    comment: "comment",
    function: "call",
    keyword: "keyword",
    label: "comment",
    number: "number",
    string: "string",
    "triple-quoted-string": "string",
    variable: "comment",
  };

  // Pieces of text and their kinds, in order; of tokens in one another the innermost kind counts.
  function pieces(tokens, kind, found) {
    for (const token of tokens) {
      if (typeof token === "string") {
        found.push({ length: token.length, kind });
      } else {
        const aliases = [token.type].concat(token.alias || []);
        const own = aliases.map((each) => kinds[each]).find(Boolean) || kind;
        pieces([].concat(token.content), own, found);
      }
    }
    return found;
  }

  // The text of a listing without its line numbers.
  function textsOf(code) {
    const walker = document.createTreeWalker(code, NodeFilter.SHOW_TEXT, {
      acceptNode: (text) =>
        text.parentNode.localName === "b" ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
    });
    const texts = [];
    while (walker.nextNode()) {
      texts.push(walker.currentNode);
    }
    return texts;
  }

  function colour(code) {
    const grammar = languages[code.dataset.lang];
    const texts = textsOf(code);
    const whole = texts.map((text) => text.data).join("");
    const found = pieces(window.Prism.tokenize(whole, grammar), "", []);
    let next = 0;
    for (const text of texts) {
      const coloured = document.createDocumentFragment();
      for (let at = 0; at < text.data.length; ) {
        const piece = found[next];
        const part = text.data.slice(at, at + piece.length);
        if (piece.kind) {
          const span = document.createElement("span");
          span.className = piece.kind;
          span.textContent = part;
          coloured.append(span);
        } else {
          coloured.append(part);
        }
        at += part.length;
        piece.length -= part.length; // the rest is in the next line
        next += piece.length === 0 ? 1 : 0;
      }
      text.replaceWith(coloured);
    }
    code.dataset.coloured = "";
  }

  const isPlain = (code) => !("coloured" in code.dataset);

  // A page may have hundreds of listings. Those of the first method are seen at once; each of the others
  // is coloured shortly before it is seen.
  const listings = Array.from(document.querySelectorAll(".code[data-lang]"));
  const first = document.querySelector(".panes");
  listings.filter((each) => first.contains(each) && each.offsetParent).forEach(colour);
  const seen = new IntersectionObserver(
    (changes) => {
      for (const change of changes) {
        if (change.isIntersecting && isPlain(change.target)) {
          seen.unobserve(change.target);
          colour(change.target);
        }
      }
    },
    { rootMargin: "50%" }
  );
  listings.filter(isPlain).forEach((each) => seen.observe(each));
  window.addEventListener("beforeprint", () => {
    listings.filter(isPlain).forEach(colour);
  });
})();
