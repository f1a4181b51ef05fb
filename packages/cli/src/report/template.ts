/** The content of the page, as a template of `renderPage`. */
export const template = `<header>
  <p class="kicker">argmaxable · <%= it.title %></p>
  <h1><%= it.headline %></h1>
  <p class="lead">A multi-label classifier computes one score per label from a few numbers, its features. If there are more labels than features,
  most combinations of labels can never be predicted, <em>for any input</em>. Here every verdict has a proof.
  Range of the features: <strong><%= it.range %></strong>.
  <% if (it.eps) { %>A set counts as reachable if its radius is proved to be <%= it.eps %> or more, and as out of reach if it is proved to be
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
  <p>A set's <em>radius</em> says how far the features can move before some label changes. The smaller it is, the
  harder the set is to reach. <% if (!it.exact) { %>The radii here are lower bounds from the proofs of the verdicts; <code>--mode
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
  them reachable, the model itself, in float32, predicts another set. Their region may be smaller than its rounding errors.</p><% } %>
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
