package catalogtest
import ("testing";"os";"fmt";"strings";"go/types";"time";"sort")
func TestDump(t *testing.T){
 q:=os.Getenv("DUMP"); if q=="" {t.Skip()}
 t0:=time.Now()
 s:=newSources(t,modules(t))
 fmt.Fprintln(os.Stderr,"src",time.Since(t0))
 for _,item:=range strings.Fields(q){
  pk,re,_:=strings.Cut(item,"!")
  for _,ip:=range s.packages(pk){
   t1:=time.Now()
   p,_:=s.Import(ip)
   fmt.Println("##",ip,time.Since(t1).Round(time.Millisecond))
   var out []string
   qf:=types.RelativeTo(p)
   for _,n:=range p.Scope().Names(){
    o:=p.Scope().Lookup(n)
    switch o:=o.(type){
    case *types.Func: if o.Exported() {out=append(out,n+strings.TrimPrefix(types.TypeString(o.Type(),qf),"func"))}
    case *types.TypeName:
      nm,ok:=o.Type().(*types.Named); if !ok {out=append(out,"alias "+n+" = "+types.TypeString(types.Unalias(o.Type()),qf)); continue}
      if i,ok:=nm.Underlying().(*types.Interface);ok {
        out=append(out,"type "+n+" interface")
        for j:=0;j<i.NumExplicitMethods();j++{m:=i.ExplicitMethod(j); out=append(out,n+"."+m.Name()+strings.TrimPrefix(types.TypeString(m.Type(),qf),"func"))}
        for j:=0;j<i.NumEmbeddeds();j++{out=append(out,n+" embeds "+types.TypeString(i.EmbeddedType(j),qf))}
      } else { u:=types.TypeString(nm.Underlying(),qf); if len(u)>70{u=u[:70]}; if st,ok:=nm.Underlying().(*types.Struct);ok{for j:=0;j<st.NumFields();j++{if st.Field(j).Embedded(){out=append(out,n+" embeds "+types.TypeString(st.Field(j).Type(),qf))}}; u="struct"}; out=append(out,"type "+n+" "+u)
        for j:=0;j<nm.NumMethods();j++{m:=nm.Method(j); if m.Exported() {out=append(out,n+"."+m.Name()+strings.TrimPrefix(types.TypeString(m.Type(),qf),"func"))}}}
    }
   }
   sort.Strings(out)
   for _,l:=range out { if re=="" || match(re,l) {fmt.Println(l)}}
  }
 }
 fmt.Fprintln(os.Stderr,"all",time.Since(t0))
}
func match(re,l string) bool { for _,a:=range strings.Split(re,"|"){ if strings.Contains(l,a){return true}}; return false}
