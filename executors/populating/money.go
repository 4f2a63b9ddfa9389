package populating

import (
	"strconv"

	"worldc/world"
)

// money is the sums of a row, in hundredths. They add up.
type money struct {
	price, quantity         int64
	subtotal, discount      int64
	shipping, tax, total    int64
	discountRate, taxRate   int64 // percent; tenths of one of tax
	hasDiscount, hasTax     bool
	hasShipping, multiplies bool
	fee                     int64
	pays                    bool // gross and net pay
}

// around draws an amount between two prices in whole units, low ones more
// often, with the ending that prices have.
func (r *row) around(low, high int64) int64 {
	s := r.s
	u, v := s.Uint64N(1000), s.Uint64N(1000)
	units := low + (high-low)*int64(u)*int64(v)/1_000_000
	scale := scaleOf(r.currency(""))
	units *= scale
	switch {
	case scale >= 100:
		return (units - units%50) * 100
	case scale >= 10:
		return (units - units%5) * 100
	case r.f.whole:
		return max(units, 1) * 100
	case units >= 20000:
		return (units - units%500) * 100
	case units >= 400:
		return (units - units%5) * 100
	}
	return units*100 + []int64{99, 99, 95, 50, 0, 0, 90, 49}[s.IntN(8)]
}

// scaleOf is how many of a currency buy what one euro buys, roughly.
func scaleOf(currency string) int64 {
	switch currency {
	case "JPY":
		return 150
	case "KRW", "NGN":
		return 1300
	case "INR":
		return 80
	case "KES":
		return 130
	case "SEK", "NOK", "DKK", "MXN", "ZAR":
		return 12
	case "TRY":
		return 30
	case "BRL", "PLN", "AED":
		return 4
	}
	return 1
}

// currency is that of the row: of what it refers to, or of where the world is
// at home.
func (r *row) currency(of string) string {
	for _, c := range r.p.order {
		other := r.refs[c.index]
		if other == nil || other == r {
			continue
		}
		if k := other.p.has(Currency); k != nil {
			if text, ok := other.values[k.index].(string); ok {
				return text
			}
		}
	}
	if c := r.p.has(Currency); c != nil {
		if text, ok := r.values[c.index].(string); ok {
			return text
		}
		if r.done {
			return r.f.home.currency
		}
		v := r.f.home.currency
		if len(r.places) > 0 && (r.p.kind.person || r.p.kind.company) && r.s.Chance(2, 3) {
			v = r.places[0].value.country.currency
		}
		if r.s.Chance(1, 7) {
			v = r.f.second.currency
		}
		if text, ok := c.conform(r, v).(string); ok {
			v = text
		}
		r.values[c.index] = v
		return v
	}
	return r.f.home.currency
}

// sums works out the money of the row.
func (r *row) sums() *money {
	if r.money != nil {
		return r.money
	}
	p, s := r.p, r.s
	m := &money{quantity: 1, hasDiscount: p.has(Discount) != nil, hasTax: p.has(Tax) != nil, hasShipping: p.has(Shipping) != nil}
	r.money = m
	low, high := p.kind.low, p.kind.high
	if high == 0 {
		low, high = anything.low, anything.high
	}
	isProduct := func(k *kind) bool { return k.means == ProductName }
	if c := p.has(Quantity); c != nil && c.Type != "JSON" {
		m.quantity = r.pieces()
		m.multiplies = p.kind.word == "line" || hasWord(c, "quantity", "qty", "units", "pieces", "copies", "tickets", "seats", "shares", "nights", "lots", "num") && (p.has(Price) != nil || p.has(Subtotal) != nil || p.has(Total) != nil)
	}
	paid := r.related("", func(k *kind) bool {
		return !k.person && !k.company && k.word != "account" && k.word != "payment_card" && k.means != ProductName
	})
	if paid != nil && (paid.money == nil || paid.p.has(Price) == nil && paid.p.has(Total) == nil && paid.p.has(Amount) == nil) {
		paid = nil
	}
	switch {
	case p.kind.means == ProductName || p.kind.word == "line" || r.related("", isProduct) != nil:
		m.price = r.article().cents
		if other := r.related("", isProduct); other != nil && other.money != nil {
			m.price = other.money.price
		}
	case r.spends():
		m.price = r.around(r.spending().low, r.spending().high)
	case paid != nil && p.kind.word == "refund":
		m.price = paid.money.total
		if s.Chance(1, 3) {
			m.price = max(100, m.price/2/100*100)
		}
	case paid != nil && (p.kind.word == "payment" || p.kind.word == "invoice" || p.kind.word == "order"):
		m.price = paid.money.total
	case p.kind.word == "price" && r.nights() > 0 && hasWord(p.has(Price), "total"): // of a stay
		m.price = r.nightly() * r.nights()
	case paid != nil && paid.p.has(Price) != nil:
		m.price = paid.money.price
		if nights := r.nights(); nights > 0 {
			m.quantity, m.multiplies = nights, true
		}
	default:
		m.price = r.around(low, high)
	}
	if c := p.has(Price); c != nil && m.price > 0 {
		for _, w := range c.words {
			switch w {
			case "hourly", "hour":
				m.price = r.around(1, 90)
			case "daily", "day", "nightly", "night":
				m.price = r.around(28, 160)
			case "rent", "monthly":
				m.price = r.around(620, 3100)
			case "open", "bid", "close":
				m.price = r.around(8, 320)
			}
		}
	}
	if gross, net := r.pay(); gross != nil && net != nil {
		m.price = r.around(2400, 7800)
		if other := r.related("", func(k *kind) bool { return k.person }); other != nil && other.salary > 0 {
			m.price = other.salary / 12 / 100 * 100
		}
		m.taxRate, m.pays = 210, true
	}
	if s.Chance(1, 5) {
		m.discountRate = []int64{5, 10, 10, 15, 20}[s.IntN(5)]
	}
	if !m.pays {
		m.taxRate = []int64{200, 190, 70, 210, 100}[r.f.flavour%5]
	}
	if c := p.has(Percent); c != nil && s.Chance(1, 6) {
		m.taxRate = 70
	}
	m.shipping = []int64{0, 0, 495, 690, 1200}[s.IntN(5)]
	if r.f.whole {
		m.shipping = m.shipping / 100 * 100
	}
	m.shipping *= scaleOf(r.currency(""))
	if c := p.has(Fee); c != nil && (hasWord(c, "tip", "gratuity", "service", "delivery", "handling", "booking", "cleaning", "deductions", "surcharge")) {
		m.fee = max(100, m.price/100*int64(5+s.IntN(10))/100*100)
	}
	m.subtotal = m.price
	if m.multiplies {
		m.subtotal = m.price * m.quantity
	}
	r.reckon()
	return m
}

// nightly is what a night costs where the row is of: somewhat more than the least
// that its hotel takes.
func (r *row) nightly() int64 {
	if hotel := r.related("", func(k *kind) bool { return k.word == "hotel" }); hotel != nil && hotel.money != nil {
		return hotel.money.price * int64(100+10*r.s.IntN(7)) / 100 / 50 * 50
	}
	return r.around(65, 240)
}

// nights is for how many days the row books something, 0 if it does not.
func (r *row) nights() int64 {
	start := r.p.has(Start)
	if start == nil || r.p.has(End) == nil {
		return 0
	}
	from, to := r.span(start.span, start)
	return (to - from) / day
}

// pay is the columns of gross and net pay, of a payslip.
func (r *row) pay() (gross, net *column) {
	for _, c := range r.p.columns {
		if c.Meaning == Amount && hasWord(c, "gross") {
			gross = c
		} else if c.Meaning == Amount && hasWord(c, "net") {
			net = c
		}
	}
	return gross, net
}

// pieces draws a quantity: mostly one or two.
func (r *row) pieces() int64 {
	c := r.p.has(Quantity)
	if v, ok := r.values[c.index].(int64); ok {
		return v
	}
	if v, ok := r.values[c.index].(float64); ok {
		return int64(v)
	}
	n := int64(1 + r.s.Weighted([]int64{10, 6, 3, 2, 1, 1}))
	if r.s.Chance(1, 12) && hasWord(c, "quantity", "qty", "units", "shares") && (r.goods == nil || r.goods.cents < 4000) {
		n = int64(10 * (1 + r.s.IntN(5)))
	}
	switch v := c.conform(r, c.number(float64(n))).(type) {
	case int64:
		n = v
	case float64:
		n = int64(v)
	}
	r.values[c.index] = c.number(float64(n))
	return n
}

// reckon works out discount, tax and total from the subtotal.
func (r *row) reckon() {
	m := r.money
	m.discount, m.tax = 0, 0
	unit := int64(1)
	if r.f.whole {
		unit = 100
	}
	if m.hasDiscount {
		m.discount = m.subtotal * m.discountRate / 100 / unit * unit
	}
	if m.hasTax {
		m.tax = (m.subtotal - m.discount) * m.taxRate / 1000 / unit * unit
	}
	m.total = m.subtotal - m.discount + m.tax + m.fee
	if m.pays {
		m.total = m.subtotal - m.tax - m.fee
	}
	if m.hasShipping {
		m.total += m.shipping
	}
}

// settle makes totals and counts those of the parts.
func (r *row) settle(part *plan, rows []*row) {
	if c := r.p.countOf(part); c != nil {
		r.values[c.index] = int64(len(rows))
	}
	if part.has(Quantity) == nil && part.kind.word != "line" {
		return
	}
	m := r.sums()
	m.subtotal, m.multiplies = 0, false
	for _, line := range rows {
		m.subtotal += line.sums().total
	}
	r.reckon()
	for _, c := range r.p.columns {
		switch c.Meaning {
		case Subtotal, Discount, Shipping, Tax, Total, Amount:
			if c.copyRef == nil && r.values[c.index] != nil {
				r.values[c.index] = r.amount(c)
			}
		case Quantity:
			n := int64(0)
			for _, line := range rows {
				n += line.sums().quantity
			}
			r.values[c.index] = c.number(float64(n))
		}
	}
}

// settleAlone writes the sums of a row that has no parts to wait for.
func (r *row) settleAlone() {
	if r.p.whole != nil {
		r.sums()
		return
	}
	for _, m := range [...]world.Meaning{Total, Amount, Price, Subtotal} {
		if r.p.has(m) != nil {
			r.sums()
			return
		}
	}
}

// amount is the value of a column of money.
func (r *row) amount(c *column) any {
	m := r.sums()
	v := m.price
	switch c.Meaning {
	case Subtotal:
		v = m.subtotal
	case Discount:
		v = m.discount
	case Shipping:
		v = m.shipping
	case Tax:
		v = m.tax
	case Total:
		v = m.total
	case Amount:
		v = m.total
		if m.pays && hasWord(c, "gross") {
			v = m.subtotal
		}
		if c.whose == "refund" || len(c.words) > 0 && (c.words[0] == "refund" || c.words[len(c.words)-1] == "refunded") {
			v = 0
			if r.s.Chance(1, 8) {
				v = m.total
			}
		}
		if hasWord(c, "fee", "penalty") { // what it costs to call it off, which is not more than all
			v = m.total * int64(10*r.s.IntN(6)) / 100
		}
	case Balance:
		v = r.around(0, 4*max(r.p.kind.high, 300))
	case Fee:
		v = m.fee
		if v == 0 {
			v = r.around(1, 25)
		}
	case Salary:
		v = r.around(34000, 110000) / 100000 * 100000
		if hasWord(c, "max") {
			v = v * 5 / 4 / 100000 * 100000
		}
		r.salary = v
	case Revenue:
		v = r.around(200, 90000) / 100 * 100 * 1000
	case Budget:
		v = r.around(1000, 60000) / 10000 * 10000
	case Price:
		first := r.p.has(Price)
		if c != first { // cost, msrp, sale_price beside price
			rate := int64(80)
			for _, w := range c.words {
				switch w {
				case "cost", "wholesale", "purchase":
					rate = 60
				case "msrp", "list", "original", "regular", "retail":
					rate = 115
				case "high":
					rate = 103
				case "low":
					rate = 96
				case "open", "close", "ask", "bid":
					rate = 98 + int64(r.s.IntN(5))
				}
			}
			v = v * rate / 100
		}
	}
	if hasWord(c, "difference") && (c.Meaning == Price || c.Meaning == Amount) {
		v = m.total * int64(5*r.s.IntN(5)) / 100
	}
	return c.conform(r, c.renderMoney(v, r.f.whole))
}

// renderMoney writes hundredths as the column has them.
func (c *column) renderMoney(cents int64, whole bool) any {
	switch c.Type {
	case "REAL":
		if c.cents {
			return float64(cents)
		}
		return float64(cents) / 100
	case "INTEGER":
		if c.cents {
			return cents
		}
		return (cents + 50) / 100
	}
	text := strconv.FormatInt(cents/100, 10) + "." + strconv.FormatInt(100+cents%100, 10)[1:]
	if cents < 0 {
		text = "-" + strconv.FormatInt(-cents/100, 10) + "." + strconv.FormatInt(100+-cents%100, 10)[1:]
	}
	return text
}
