package compiler

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"worldc/executors"
	"worldc/model"
	"worldc/spec"
)

// A Spending is what served models took.
type Spending struct {
	Calls            int64 `json:"calls"`
	PromptTokens     int64 `json:"prompt_tokens"`
	CompletionTokens int64 `json:"completion_tokens"`

	// CostUSD is in US dollars; nil where a price is unknown.
	CostUSD *float64 `json:"cost_usd"`
}

// Spent is what was asked anew so far, failed attempts included.
func (m *Models) Spent() Spending {
	if m == nil {
		return Spending{}
	}
	u, cost := m.account.Spent()
	return Spending{u.Calls, u.PromptTokens, u.CompletionTokens, cost}
}

// priceOf is the price of the model that an attribute of the node refers to; nil
// if it declares none.
func (n *Node) priceOf(attribute string) *spec.Price {
	for _, r := range n.Block.Models {
		if r.Attribute == attribute {
			return r.Target.Config.(*spec.Model).Price
		}
	}
	return nil
}

// Cost is what a node's usage costs by the price that the spec declares now, in
// US dollars; nil if it declares none.
func (n *Node) Cost(u executors.ModelUsage) *float64 {
	return cost(n.priceOf(u.Attribute), float64(u.PromptTokens), float64(u.CompletionTokens))
}

// cost is in US dollars to the millionth.
func cost(p *spec.Price, prompt, completion float64) *float64 {
	if p == nil {
		return nil
	}
	dollars := (float64(prompt*p.Input) + float64(completion*p.Output)) / 1e6
	dollars, err := strconv.ParseFloat(strconv.FormatFloat(dollars, 'f', 6, 64), 64)
	if err != nil {
		panic(fmt.Sprintf("compiler: a cost that is no number: %v", err))
	}
	return &dollars
}

// OverBudget reports whether nodes failed because the build's budget was spent.
func (b *Build) OverBudget() bool {
	for _, r := range b.Results {
		var f *model.Failure
		if errors.As(r.Err, &f) && f.Class == model.Budget {
			return true
		}
	}
	return false
}

// Left says what is left of a budget after a spending, bound by bound: "0 of
// 100 calls". It is empty where there is no budget.
func Left(budget spec.Budget, s Spending) string {
	var parts []string
	if most := budget.MaxCalls; most != nil {
		parts = append(parts, fmt.Sprintf("%d of %d calls", max(0, *most-s.Calls), *most))
	}
	if most := budget.MaxTokens; most != nil {
		parts = append(parts, fmt.Sprintf("%d of %d tokens", max(0, *most-s.PromptTokens-s.CompletionTokens), *most))
	}
	if most := budget.MaxCostUSD; most != nil && s.CostUSD != nil {
		parts = append(parts, fmt.Sprintf("$%.4f of $%s", max(0, *most-*s.CostUSD), strconv.FormatFloat(*most, 'f', -1, 64)))
	}
	return strings.Join(parts, ", ")
}
