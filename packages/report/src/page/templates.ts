/** The frame of every page around its content. */
export const shell = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'<% if (it.pictures) { %>; img-src data:<% } %>">
<title><%= it.title %></title>
<style>
<%~ it.style %>
</style>
</head>
<body>
<main>
<%~ it.body %>
</main>
</body>
</html>
`;

/** Parts of pages, by the names with which templates include them, without the '@'. */
export const parts = {
  /** A plot with its title. */
  figure: `<figure>
  <figcaption<% if (it.model) { %> style="--model: var(--<%= it.model %>)"<% } %>><strong<% if (it.model) { %> class="model"<% } %>><%= it.title %></strong><% if (it.note) { %> <span><%= it.note %></span><% } %></figcaption>
  <%~ it.svg %>
</figure>`,

  /** The symbols and colours of models in plots. */
  legend: `<p class="legend<%= it.stacked ? ' stacked' : '' %>" aria-hidden="true">
  <% for (const { name, look } of it.models) { %>
  <span style="--model: var(--<%= look.color %>)"><i class="point <%= look.symbol %>"></i><%= name %></span>
  <% } %>
</p>`,

  /** One tile for each model, with one large number. */
  tiles: `<div class="tiles">
  <% for (const tile of it.tiles) { %>
  <article class="tile" style="--model: var(--<%= tile.color %>)">
    <h3><%= tile.name %></h3>
    <p class="kind"><%= tile.kind %></p>
    <p class="big"><%= tile.big %></p>
    <p class="of"><%= tile.of %></p>
    <dl>
      <% for (const { name, text } of tile.rows) { %><div><dt><%= name %></dt><dd><%= text %></dd></div><% } %>
    </dl>
  </article>
  <% } %>
</div>`,

  /** Models are the columns: there are few models and many measures, so the table fits on a narrow page. */
  models: `<div class="card scroll" role="region" aria-labelledby="models" tabindex="0">
<table class="models">
  <thead>
    <tr><td></td><% for (const { name, look } of it.models) { %><th scope="col" style="--model: var(--<%= look.color %>)"><%= name %></th><% } %></tr>
  </thead>
  <tbody>
  <% for (const row of it.rows) { %>
    <tr><th scope="row"><%= row.name %></th><% for (const { text, note, best } of row.cells) { %><td<% if (best) { %> class="best"<% } %>><% if (note) { %><small><%= note %></small> <% } %><%= text %></td><% } %></tr>
  <% } %>
  </tbody>
</table>
</div>`,

  /** The facts about how a report was made. */
  facts: `<dl class="card facts">
  <% for (const { name, text, code } of it.facts) { %><div><dt><%= name %></dt><dd><% if (code) { %><code><%= text %></code><% } else { %><%= text %><% } %></dd></div>
  <% } %>
</dl>`,
};
