// Package math breaks the rule of its name.
package math

import (
	"math"
	"math/cmplx"
)

func inexact(x, y float64) float64 {
	s := math.Exp(x)     // want "math: math.Exp differs"
	s = math.Log1p(s)    // want "math: math.Log1p differs"
	s = math.Pow(s, y)   // want "math: math.Pow differs"
	s = math.Hypot(s, y) // want "math: math.Hypot differs"
	s = math.Tanh(s)     // want "math: math.Tanh differs"
	f := math.Cos        // want "math: math.Cos differs"
	_ = cmplx.Abs(1)     // want "math: cmplx.Abs differs"
	return f(s)
}

func exact(x float64) float64 {
	return math.Sqrt(math.Abs(math.Floor(x))) / math.MaxFloat64 / math.Pi
}
