package formats

import (
	"fmt"
	"slices"
	"strings"
)

// A Method is a published method, for citation.
type Method struct {
	Name, Title string
	Authors     []string
	Year        int
	ArXiv       string

	// Key is what BibTeX calls it.
	Key string

	// kinds are the blocks that carry the method out.
	kinds []string
}

// methods are those that worldc can carry out, with the kinds of blocks by
// which one tells that a dataset owes something to them.
var methods = []Method{
	{
		Name: "AgentScaler", Title: "Towards General Agentic Intelligence via Environment Scaling", Year: 2025, ArXiv: "2509.13311", Key: "fang2025agentscaler",
		Authors: []string{"Runnan Fang", "Shihao Cai", "Baixuan Li", "Jialong Wu", "Guangyu Li", "Wenbiao Yin", "Xinyu Wang", "Xiaobin Wang", "Liangcai Su", "Zhen Zhang",
			"Shibin Wu", "Zhengwei Tao", "Yong Jiang", "Pengjun Xie", "Fei Huang", "Jingren Zhou"},
		kinds: []string{"tool_graph", "domains"},
	},
	{
		Name: "SynWorld", Title: "SynWorld: Virtual Scenario Synthesis for Agentic Action Knowledge Refinement", Year: 2025, ArXiv: "2504.03561", Key: "fang2025synworld",
		Authors: []string{"Runnan Fang", "Xiaobin Wang", "Yuan Liang", "Shuofei Qiao", "Jialong Wu", "Zekun Xi", "Ningyu Zhang", "Yong Jiang", "Pengjun Xie", "Fei Huang", "Huajun Chen"},
		kinds:   []string{"scenarios", "mcts"},
	},
	{
		Name: "AgentRefine", Title: "AgentRefine: Enhancing Agent Generalization through Refinement Tuning", Year: 2025, ArXiv: "2501.01702", Key: "fu2025agentrefine",
		Authors: []string{"Dayuan Fu", "Keqing He", "Yejie Wang", "Wentao Hong", "Zhuoma Gongque", "Weihao Zeng", "Wei Wang", "Jingang Wang", "Xunliang Cai", "Weiran Xu"},
		kinds:   []string{"scripts", "roleplay", "perturb"},
	},
}

// MethodsOf are the methods that blocks of these kinds carry out.
func MethodsOf(kinds []string) []Method {
	var list []Method
	for _, m := range methods {
		if slices.ContainsFunc(m.kinds, func(k string) bool { return slices.Contains(kinds, k) }) {
			list = append(list, m)
		}
	}
	return list
}

// BibTeX is the entry of the method's paper.
func (m Method) BibTeX() string {
	return fmt.Sprintf("@misc{%s,\n  title = {%s},\n  author = {%s},\n  year = {%d},\n  eprint = {%s},\n  archivePrefix = {arXiv},\n  url = {%s}\n}\n",
		m.Key, m.Title, strings.Join(m.Authors, " and "), m.Year, m.ArXiv, m.URL())
}

// URL is where the paper is.
func (m Method) URL() string { return "https://arxiv.org/abs/" + m.ArXiv }
