/** A project with every kind of declaration and clause, in four files, that has no mistakes. */
export const SAMPLE = `-- main.arb --
import "shared/limits"
import "shared/places" as geo
tag "fraud"
tags "realtime,batch"

# The most that ships free.
const LIMIT = 35
const RATES = [1, LIMIT * 2, limits.HIGH]

input {
    user: { id: string age: number tier: enum("gold", "silver") items: list<{ price: decimal<USD> count: number }> }
    total: number
    region: string
    since: timestamp
}
feature risk from "risk-service" { score: number tags: list<string> }

segment adult { user.age >= 18 and user.tier == "gold" }
segment rich { any item in user.items { item.count > LIMIT } }

fact Quake {
    region: string
    magnitude: number
    depth: number<length>
    at: timestamp
    felt?: boolean
}
fact Station { region: string height: number<length> }
fact Stopped { at: timestamp }
outcome Alarm { region: string level: number note?: string }
outcome Stop { region: string }

table Rate {
    from: number | rate: number | name: string
    0            | 1.5          | "low"
    100          | 2            | "high"
}

rule Known tag "fraud" {
    when segment adult { risk.score > 0.5 and not "x" in risk.tags }
    then Alarm { region: region level: max(1, sum(r in RATES)) }
}

rule Free priority 5 tag "realtime" {
    kill_switch off
    active_from 2026-01-01
    requires Known, promo, limits.Checked
    rollout percent 10 by user.id namespace "free"
    when segment limits.Large {
        let row = lookup Rate where from <= total order by from desc else { from: 0, rate: 1, name: "none" }
        row.rate > LIMIT or total between [limits.LOW, 100) and since > 2026-01-01
    }
    then Alarm {
        let half = row.rate / 2
        region: "DE"
        level: half
        note: "n\\"é漢🌋"
    }
    otherwise Alarm { region: region, level: 0 }
}

strategy Choose returns Alarm {
    when segment rich { total > 5 } then High { region: "a" level: 2 }
    rollout 5 namespace "n" when { total > 1 } then Mid { region: "b" level: 1 }
    else Low { region: "c" level: 0 }
}

flag promo type multivariate default "off" {
    owner: "growth"
    expires: "2099-01-31"
    variant "on" { size: 1 note: "x" }
    defaults { size: 0 }
    when adult { total > 3 } then "on"
    when rich split by user.id namespace "p" { "on": 5000, "off": 5000 }
}
flag second { owner: "o" requires promo when { true } then true }

outcome Shape { size: number note?: string }
flag shaped returns Shape type multivariate default "round" {
    owner: "growth"
    defaults { size: 1 }
    variant "square" { size: 2 note: "x" }
    when adult then "square"
}

expert rule Strong priority 2 per_fact cooldown 1h {
    no_loop
    activation_group big
    when { any q in facts.Quake { q.magnitude > 6 and q.depth < 10 km and q.__age_seconds < 60 } }
    then assert Stopped { key: q.region at: q.at }
}
expert rule Near tag "batch" {
    requires Strong
    when { join a: Quake, b: Station on .region { a.depth > b.height } } for 10m
    then emit Alarm { region: "x" level: count(q in facts.Quake where q.felt == true) note: "n" }
}
expert rule Both {
    when { bind s in facts.Station bind g in facts.geo.Place where { s.region == g.name and current_round < 3 } }
    then modify Station { key: s.key set { height: g.height } }
}
expert rule Gone { activation_group big when { let n = count(q in facts.Quake) n > 3 } then retract Quake { key: "a" } }
expert rule Halt { when { sum(q.magnitude for q in facts.Quake) > 3 } then emit Stop { region: "r" } }

worker stop { input Stop output Stopped exec "stop" }
arbiter Watch {
    poll 30s
    schedule "0 8 * * MON-FRI" source https://host/a-b
    stream quake by region at at
    source Quake retain 1h retain last 1000
    source worker://stop
    checkpoint watch-1
    rules Strong, Near
    rules tag "batch"
    durability synced
    on Alarm where level > LIMIT and region == "DE" slack #ops retry 3 backoff 5s
    on Stop worker stop
    on Alarm chain Down
    on * stdout
}
arbiter Down { poll 1m source chain://Watch on * audit decisions.log }
-- shared/limits.arb --
const HIGH = 100
const LOW = 10
segment Large { total > HIGH }
rule Checked { when { total > LOW } then Fine { } }
-- shared/places.arb --
/* places */
fact Place { name: string height: number<length> }
`;
