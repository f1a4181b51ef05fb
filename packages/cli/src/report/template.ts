/**
 * The page, as an Eta template: it escapes what it prints with <%= %>; only the style sheet and the plots, which are
 * made here, go in as they are, with <%~ %>.
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
  <% if (it.guarantee) { %><%= it.guarantee %><% } %></p>
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
  <% for (const { caption, sets } of it.hardest) { %>
  <div class="card scroll">
  <table>
    <caption><%= caption %></caption>
    <thead><tr><th>Verdict</th><th class="number">Radius</th><th class="number">Times given</th><th>Labels</th></tr></thead>
    <tbody>
    <% for (const set of sets) { %>
      <tr><td class="verdict"><i class="mark <%= set.verdict %>"></i><%= set.word %></td><td class="number"><%= set.radius %></td>
      <td class="number"><%= set.times %></td><td class="labels"><%= set.labels %></td></tr>
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
