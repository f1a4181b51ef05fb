/**
 * The page, as an Eta template: it escapes what it prints with <%= %>; only the style sheet and the plots,
 * which are made here, go in as they are, with <%~ %>.
 */
export const template = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>argmaxable: <%= it.title %></title>
<style><%~ it.style %></style>
</head>
<body>
<main>

<header>
  <p class="kicker">argmaxable · <%= it.title %></p>
  <h1><%= it.headline %></h1>
  <p>A multi-label classifier computes one score per label from a few numbers, its features. With more labels than features,
  most combinations of labels can never come out, <em>whatever the input</em>. Here every verdict has a proof.
  Features that count: <strong><%= it.range %></strong>.
  <% if (it.eps) { %>A set counts as reachable where its radius is proved to be <%= it.eps %> or more, and as out of reach where it is proved to be
  below.<% } %></p>
  <% if (it.guarantee) { %><p><%= it.guarantee %></p><% } %>
</header>

<section>
  <h2>How much is within reach</h2>
  <div class="grid">
    <% for (const { name, note, svg } of it.shares) { %>
    <figure><figcaption><strong><%= name %></strong> <span><%= note %></span></figcaption><%~ svg %></figure>
    <% } %>
  </div>
</section>

<% if (it.histogram) { %>
<section>
  <h2>How much room the reachable sets have</h2>
  <p>A set's <em>radius</em> is its room among the features: how far they can move before some label flips. The smaller it is, the
  harder the set is to hit. <% if (!it.exact) { %>What is shown is what the proof of the verdict happened to show; <code>--mode
  radius</code> finds the radius itself.<% } %></p>
  <div class="grid">
    <figure><figcaption><strong>Radius</strong> <span>different reachable sets</span></figcaption><%~ it.histogram %></figure>
    <figure><figcaption><strong>Radius by size of the set</strong> <span>the wider a bar, the more different sets</span></figcaption><%~ it.bySize %></figure>
  </div>
</section>
<% } %>

<% if (it.hardest.length > 0) { %>
<section>
  <h2>Hardest label sets</h2>
  <% if (it.unconfirmed) { %><p><%= it.unconfirmed %> of the different reachable sets are <em>not confirmed</em>: at the features that prove
  them reachable, the model itself, in float32, predicts another set. Their room may be finer than its rounding.</p><% } %>
  <% for (const { caption, sets } of it.hardest) { %>
  <div class="card scroll" tabindex="0" role="region" aria-label="<%= caption %>">
  <table>
    <caption><%= caption %></caption>
    <thead><tr><th scope="col">Verdict</th><th scope="col" class="number">Radius</th><th scope="col" class="number">Times given</th><th scope="col">Labels</th></tr></thead>
    <tbody>
    <% for (const set of sets) { %>
      <tr><td class="verdict"><i class="mark <%= set.verdict %>"></i><%= set.word %><% if (set.remark) { %> <span class="remark"><%= set.remark %></span><% } %></td>
      <td class="number" data-name="radius"><%= set.radius %></td><td class="number" data-name="given"><%= set.times %></td>
      <td class="labels"><%= set.labels %></td></tr>
    <% } %>
    </tbody>
  </table>
  </div>
  <% } %>
</section>
<% } %>

<section>
  <h2>What was verified</h2>
  <dl class="card facts">
    <% for (const [name, value] of it.facts) { %><div><dt><%= name %></dt><dd><%= value %></dd></div><% } %>
  </dl>
</section>

</main>
</body>
</html>
`;
