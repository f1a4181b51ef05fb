/** What stands in the page, as a template of `renderPage`. */
export const template = `<header>
  <p class="kicker">argmaxable · <%= it.title %></p>
  <h1><%= it.headline %></h1>
  <p class="lead">A multi-label classifier computes one score per label from a few numbers, its features. With more labels than features,
  most combinations of labels can never come out, <em>whatever the input</em>. Here every verdict has a proof.
  Features that count: <strong><%= it.range %></strong>.
  <% if (it.eps) { %>A set counts as reachable where its radius is proved to be <%= it.eps %> or more, and as out of reach where it is proved to be
  below.<% } %></p>
  <% if (it.guarantee) { %><p><%= it.guarantee %></p><% } %>
</header>

<section>
  <h2>How much is within reach</h2>
  <div class="grid">
    <% for (const figure of it.shares) { %><%~ include('@figure', figure) %><% } %>
  </div>
</section>

<% if (it.room.length > 0) { %>
<section>
  <h2>How much room the reachable sets have</h2>
  <p>A set's <em>radius</em> is its room among the features: how far they can move before some label flips. The smaller it is, the
  harder the set is to hit. <% if (!it.exact) { %>What is shown is what the proof of the verdict happened to show; <code>--mode
  radius</code> finds the radius itself.<% } %></p>
  <div class="grid">
    <% for (const figure of it.room) { %><%~ include('@figure', figure) %><% } %>
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
  <table class="sets">
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
  <%~ include('@facts', { facts: it.facts }) %>
</section>
`;
