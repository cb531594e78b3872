/* 手册网页的搜索：不联网，从共享文件夹直接打开也能用。目录在 #index 里（JSON），按两个字一组比对。
   Search of a manual's page: works from a file share, without any server. The index stands in #index as JSON;
   words are compared by pairs of characters, so that Chinese needs no dictionary. */
(function () {
  "use strict";
  var entries = JSON.parse(document.getElementById("index").textContent);
  var box = document.getElementById("q"), list = document.getElementById("results"), said = document.getElementById("found");
  var marked = null;

  function plain(text) { return text.normalize("NFKC").toLowerCase().replace(/\s+/g, " "); }

  function pairs(word) {
    var found = [];
    for (var i = 0; i + 1 < word.length; i++) found.push(word.substr(i, 2));
    return found.length ? found : [word];
  }

  /* 整词出现得高分；否则至少六成的字对出现。The whole word scores highest, else at least 60% of its pairs. */
  function score(text, word) {
    if (text.indexOf(word) >= 0) return 2;
    var all = pairs(word), hits = all.filter(function (pair) { return text.indexOf(pair) >= 0; }).length;
    return word.length > 2 && hits >= 0.6 * all.length ? hits / all.length : 0;
  }

  function total(text, words) {
    var sum = 0;
    for (var i = 0; i < words.length; i++) {
      var one = score(text, words[i]);
      if (!one) return 0;
      sum += one;
    }
    return sum;
  }

  entries.forEach(function (entry) {
    entry.title = plain(entry.heading + " " + entry.chapter);
    entry.all = plain(entry.heading + " " + entry.chapter + " " + entry.text);
  });

  function search(query) {
    var words = plain(query).trim().split(" ").filter(Boolean);
    if (!words.length) return [];
    return entries.map(function (entry, i) {
      return { entry: entry, at: i, score: total(entry.all, words) + total(entry.title, words) };
    }).filter(function (hit) { return hit.score > 0; })
      .sort(function (a, b) { return b.score - a.score || a.at - b.at; }).slice(0, 60)
      .map(function (hit) { hit.words = words; return hit; });
  }

  function snippet(hit) {
    var text = hit.entry.text, low = plain(text), at = -1;
    hit.words.concat(pairs(hit.words[0])).some(function (word) { at = low.indexOf(word); return at >= 0; });
    var from = Math.max(0, at - 14);
    return (from ? "…" : "") + text.substr(from, 56) + (text.length > from + 56 ? "…" : "");
  }

  function show() {
    var hits = search(box.value);
    list.textContent = "";
    hits.forEach(function (hit) {
      var item = document.createElement("li"), link = document.createElement("a"), where = document.createElement("small");
      link.href = "#" + hit.entry.id;
      link.textContent = hit.entry.heading;
      where.textContent = (hit.entry.chapter === hit.entry.heading ? "" : hit.entry.chapter + "　") + snippet(hit);
      link.appendChild(where);
      link.addEventListener("click", function () { setTimeout(function () { mark(hit); }, 0); });
      item.appendChild(link);
      list.appendChild(item);
    });
    said.textContent = box.value.trim() ? said.getAttribute(hits.length ? "data-some" : "data-none").replace("{n}", hits.length) : "";
  }

  /* 标题之下最相符的一行。The row below the heading that fits best. */
  function mark(hit) {
    if (marked) marked.classList.remove("hit");
    marked = null;
    var best = 0, node = document.getElementById(hit.entry.id);
    while ((node = node && node.nextElementSibling) && !/^H[123]$/.test(node.tagName)) {
      var blocks = node.matches("p") ? [node] : [].slice.call(node.querySelectorAll("tr, p, li"));
      blocks.forEach(function (block) {
        var one = total(plain(block.textContent), hit.words);
        if (one > best) { best = one; marked = block; }
      });
    }
    if (marked) { marked.classList.add("hit"); marked.scrollIntoView({ block: "center" }); }
  }

  box.addEventListener("input", show);
  box.form.addEventListener("submit", function (event) {
    event.preventDefault();
    var first = list.querySelector("a");
    if (first) first.click();
  });
  document.addEventListener("keydown", function (event) {
    if (event.key === "/" && document.activeElement !== box) { event.preventDefault(); box.focus(); }
    if (event.key === "Escape") { box.value = ""; show(); }
  });
  document.documentElement.classList.add("searchable");
  show();
})();
