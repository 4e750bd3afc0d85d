package catalogtest
import ("testing";"strings";"github.com/boundarylint/boundarylint/config/catalog")
func TestUnused(t *testing.T){ l:=modules(t); s:=newSources(t,l); used:=map[string]bool{}
for _,e:=range catalog.Default().Entries(){ if e.Role==catalog.Stop{continue}; for _,p:=range s.packages(e.Package){ best:=""; for _,m:=range l { if (p==m.path||strings.HasPrefix(p,m.path+"/"))&&len(m.path)>len(best){best=m.path}}; used[best]=true}}
for _,m:=range l{ if !used[m.path]&&!m.named{t.Log("unused",m.path)}}}
