// Shows the state of the shop, which comes anew twice a second; whatever is asked, the launcher is asked over HTTP.

const find = (id) => document.getElementById(id)

const element = (name, attributes = {}, ...content) => {
  const made = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  made.append(...content)
  return made
}

const ask = async (path, body) => {
  const response = await fetch(path, { method: "POST", body: JSON.stringify(body) })
  const { reason = "", fix = "" } = await response.json()
  find("said").textContent = response.ok ? "" : `${reason}: ${fix}`
}

// Processes

const chaosSeconds = 4
const deeds = { kill: "kill -9", pause: "pause", cut: "cut network" }

const cardOf = (process, metrics) => {
  const buttons = Object.entries(deeds).map(([deed, label]) => element("button", { "data-deed": deed }, label))
  for (const button of buttons)
    button.onclick = () => ask(`/${button.dataset.deed}/${process}`, { seconds: chaosSeconds })
  const title = element("h2", {}, process, element("small", { class: "condition" }))
  const links = element("a", { href: metrics }, "metrics")
  return element(
    "article",
    { id: `process-${process}` },
    title,
    element("p"),
    ...buttons.flatMap((button) => [button, " "]),
    links,
  )
}

const sayCondition = ({ process, isCut }) => (isCut ? `${process}, cut off` : process)

/** What a process said last, it does not say for as long as it is down. */
const sayHealth = ({ process }, { status, reasons }) => (process === "up" ? [status, ...reasons].join(": ") : "")

const showProcesses = ({ conditions, health, metrics }) => {
  for (const [process, condition] of Object.entries(conditions)) {
    if (find(`process-${process}`) === null) find("processes").append(cardOf(process, metrics[process]))
    const card = find(`process-${process}`)
    card.dataset.condition = condition.process
    card.toggleAttribute("data-cut", condition.isCut)
    card.querySelector(".condition").textContent = sayCondition(condition)
    card.querySelector("p").textContent = sayHealth(condition, health[process] ?? { status: "", reasons: [] })
    const possible = {
      kill: ["up", "paused"].includes(condition.process),
      pause: condition.process === "up",
      cut: !condition.isCut,
    }
    for (const button of card.querySelectorAll("button")) button.disabled = !possible[button.dataset.deed]
  }
}

// The time line

const spanMillis = 90_000
const lanes = ["orders", "inventory", "payment"]
const begins = { killed: "down", fell: "down", paused: "paused", cut: "cut" }
const ends = { ready: ["down", "paused"], killed: ["paused"], continued: ["paused"], mended: ["cut"] }

/** From when to when a process was not well, and how. */
const troublesOf = (happenings, now) => {
  const troubles = []
  for (const { at, what } of happenings) {
    for (const trouble of troubles)
      if (trouble.to === undefined && (ends[what] ?? []).includes(trouble.kind)) trouble.to = at
    if (begins[what] !== undefined) troubles.push({ kind: begins[what], from: at })
  }
  return troubles.map(({ kind, from, to = now }) => ({ kind, from, to }))
}

const shape = (name, attributes, text = "") => {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  made.textContent = text
  return made
}

const barsHeight = 100
const laneHeight = 24
const labelWidth = 74

const showLine = ({ now, finished, happenings }) => {
  const svg = find("line")
  const width = svg.clientWidth
  const x = (at) => Math.max(labelWidth, width - ((now - at) / spanMillis) * (width - labelWidth))
  const rates = finished.slice(1).map(([at, count], index) => {
    const [before, counted] = finished[index]
    return { from: before, to: at, rate: ((count - counted) * 1000) / (at - before) }
  })
  const most = Math.max(10, ...rates.map(({ rate }) => rate))
  const bars = rates.map(({ from, to, rate }) => {
    const height = (rate / most) * (barsHeight - 16)
    return shape("rect", {
      ...{ class: "bar", x: x(from), y: barsHeight - height },
      ...{ width: Math.max(1, x(to) - x(from) - 0.5), height },
    })
  })
  const rows = lanes.flatMap((lane, row) => {
    const y = barsHeight + 10 + row * laneHeight
    const troubles = troublesOf(
      happenings.filter(({ process }) => process === lane),
      now,
    )
    const place = (from, to) => ({ x: x(from), y, width: Math.max(2, x(to) - x(from)), height: laneHeight - 8 })
    return [
      shape("text", { x: 0, y: y + 13 }, lane),
      shape("rect", { class: "up", ...place(now - spanMillis, now) }),
      ...troubles.map(({ kind, from, to }) => shape("rect", { class: kind, ...place(from, to) })),
    ]
  })
  const label = shape("text", { x: 0, y: 12 }, `${Math.round(most)} finished a second`)
  svg.replaceChildren(label, ...bars, ...rows)
}

const showHappenings = ({ now, happenings }) => {
  const lines = happenings
    .slice(-8)
    .toReversed()
    .map(({ at, process, what, says }) => {
      const text = `${Math.round((now - at) / 1000)} s ago: ${process} ${what} ${says.slice(0, 120)}`
      return element("li", {}, text)
    })
  find("happenings").replaceChildren(...lines)
}

// The books

const showCounts = ({ counts, stock }) => {
  const open = counts.ordered - counts.placed - counts.cancelled
  const figures = [
    ["ordered", counts.ordered],
    ["under way", open],
    ["placed", counts.placed],
    ["cancelled", counts.cancelled],
    ["paid", counts.paid],
    ["declined", counts.declined],
    ["refunded", counts.refunded],
    ["sold, of " + stock, counts.sold],
    ["events on their way", counts.undelivered],
  ]
  const entries = figures.map(([name, count]) =>
    element("div", {}, element("dt", {}, name), element("dd", {}, String(count))),
  )
  find("counts").replaceChildren(...entries)
}

const showPromises = ({ promises }) => {
  const lines = promises.map(({ sentence, holds, broken }) => {
    if (broken === 0) return element("li", { class: "kept" }, sentence)
    if (holds === "in the end") return element("li", { class: "open" }, `${sentence} (in the end; now ${broken} to go)`)
    return element("li", { class: "broken" }, `${sentence}: broken ${broken} times`)
  })
  find("promises").replaceChildren(...lines)
}

// Orders

const stageOf = ({ outcome, charges, isDeclined, parcel, refunds }) => {
  if (outcome === "cancelled")
    return isDeclined ? "cancelled: declined" : parcel === "refused" ? "cancelled: refused" : "cancelled: sold out"
  if (outcome !== null) return outcome
  if (refunds > 0 || isDeclined) return "giving the goods back"
  if (parcel === "refused") return "refunding"
  if (parcel === "shipped") return "shipped"
  return charges > 0 ? "shipping" : "reserving or charging"
}

const showOrders = ({ latest }) => {
  const rows = latest.map((row) => {
    const choose = element("button", {}, row.order)
    choose.onclick = () => showTrace(row.order)
    const stage = stageOf(row)
    const cells = [
      element("td", {}, choose),
      element("td", { class: row.outcome ?? "" }, stage),
      element("td", { class: row.charges > 1 ? "twice" : "" }, `${row.charges} ×`),
      element("td", { class: row.refunds > 1 ? "twice" : "" }, `${row.refunds} ×`),
      element("td", {}, row.parcel ?? ""),
      element("td", {}, row.seconds.toFixed(2)),
    ]
    return element("tr", {}, ...cells)
  })
  find("orders").replaceChildren(...rows)
}

const showTrace = async (order) => {
  const spans = await (await fetch(`/trace/${order}`)).json()
  find("trace").hidden = false
  find("trace-title").textContent =
    spans.length > 0 ? `What was done for ${order}` : `No spans of ${order} yet: they come every two seconds`
  const [{ start: first = 0 } = {}] = spans
  const whole = Math.max(1, ...spans.map(({ end }) => end - first))
  const lines = spans.map(({ process, name, start, end }) => {
    const left = (100 * (start - first)) / whole
    const style = `margin-left: ${left}%; width: ${Math.max(0.3, (100 * (end - start)) / whole)}%`
    const length = element("small", {}, `${(end - start).toFixed(1)} ms`)
    return element("li", { class: process }, `${process} ${name}`, element("i", { style }), length)
  })
  find("spans").replaceChildren(...lines)
  find("trace").scrollIntoView({ behavior: "smooth", block: "nearest" })
}

// All of it, whenever it comes

for (const button of document.querySelectorAll("[data-load]"))
  button.onclick = () => ask("/load", { perSecond: Number(button.dataset.load), seconds: 30 })

let state
addEventListener("resize", () => state && showLine(state))

const live = new EventSource("/live")
live.onmessage = ({ data }) => {
  state = JSON.parse(data)
  for (const show of [showProcesses, showLine, showHappenings, showCounts, showPromises, showOrders]) show(state)
}
live.onerror = () => (find("said").textContent = "the shop is closed")
live.onopen = () => (find("said").textContent = "")
