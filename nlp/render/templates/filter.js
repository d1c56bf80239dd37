
(function () {
  "use strict";
  var items = Array.prototype.slice.call(document.querySelectorAll(".item"));
  var search = document.getElementById("search");
  var shown = document.getElementById("shown");
  var nothing = document.getElementById("nothing");
  var texts = items.map(function (item) { return item.textContent.toLowerCase(); });

  function apply() {
    var chosen = document.querySelector("input[name=status]:checked");
    var tag = chosen ? chosen.value : "";
    var words = search.value.toLowerCase().split(/\s+/);
    var count = 0;
    items.forEach(function (item, index) {
      var fits = (!tag || item.dataset.tags.split(" ").indexOf(tag) >= 0) &&
        words.every(function (word) { return texts[index].indexOf(word) >= 0; });
      item.hidden = !fits;
      if (fits) { count += 1; }
    });
    document.querySelectorAll("tbody").forEach(function (group) {
      if (group.querySelector(".group")) { group.hidden = !group.querySelector(".item:not([hidden])"); }
    });
    shown.textContent = shown.dataset.text.replace("#", count);
    nothing.hidden = count > 0;
  }

  function showAll() {
    var all = document.querySelector("input[name=status][value='']");
    if (all) { all.checked = true; }
    search.value = "";
    apply();
  }

  if (search && items.length) {
    search.addEventListener("input", apply);
    document.querySelectorAll("input[name=status]").forEach(function (input) { input.addEventListener("change", apply); });
    document.querySelectorAll(".matrix a, .queue a").forEach(function (link) { link.addEventListener("click", showAll); });
    apply();
  }
  addEventListener("beforeprint", function () {
    document.querySelectorAll("details").forEach(function (part) { part.open = true; });
  });
})();
