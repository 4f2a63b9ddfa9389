// Package fused breaks the rule of its name.
package fused

type point struct{ x, y float64 }

func mixed(a, b, c float64, p point, v []float64) float64 {
	s := a*b + c          // want "fused: this product may be fused"
	s += a * b            // want "fused: this product may be fused"
	s -= (a * b)          // want "fused: this product may be fused"
	s = c - a*b           // want "fused: this product may be fused"
	s = -(a * b) + c      // want "fused: this product may be fused"
	s = p.x*p.x + p.y*p.y // want "fused: this product" "fused: this product"
	t := a * b
	s = t + s // want "fused: t holds a product"
	var u = a * b
	s -= u // want "fused: u holds a product"
	w := a
	w *= b
	s += w // want "fused: w holds a product"
	for i := range v {
		s += v[i] * v[i] // want "fused: this product"
	}
	return s
}

func generic[T ~float32 | ~float64](a, b, c T) T {
	return a*b + c // want "fused: this product"
}

func apart(a, b, c float64, n, m int) float64 {
	s := float64(a*b) + c
	s += float64(a * b)
	t := float64(a * b)
	s += t + float64(n*m+1)
	s = a*(b+c) + 2*a - c*0.25 // powers of two are exact; want "fused: this product"
	const area = 1.5 * 2.5
	s += area + 1.5*2.5
	return a * b / (c + s)
}
